# The engine alone: what it needs to run, as a user without rights. See "Docker" in docs/configuration.md.
#
# Debian 12 has glibc 2.36. uWebSockets.js needs 2.27 on Node 20; on Node 22 it would need 2.38.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without scripts, because `prepare` builds, and the sources come later: so dependencies are a layer of their own.
RUN npm ci --ignore-scripts
COPY . .
# Then everything goes that only builds and tests, and the socket library's binaries for other machines.
RUN npm run build \
 && npm prune --omit=dev --ignore-scripts \
 && rm -rf dist/bench dist/test \
 && find dist \( -name '*.test.*' -o -name 'test-*' -o -name '*.d.ts' -o -name '*.map' -o -name '.tsbuildinfo' \) -delete \
 && find node_modules/uWebSockets.js -name 'uws_*.node' \
      ! -name "uws_linux_$(node -p process.arch)_$(node -p process.versions.modules).node" -delete

FROM node:20-bookworm-slim
ENV NODE_ENV=production
COPY --from=build /app/package.json /opt/pregao/
COPY --from=build /app/node_modules /opt/pregao/node_modules
COPY --from=build /app/engine/cli/pregao.js /opt/pregao/engine/cli/
COPY --from=build /app/dist /opt/pregao/dist
# Commands run in /pregao find ./data there, and the demo key in it.
WORKDIR /pregao
RUN ln -s /opt/pregao/engine/cli/pregao.js /usr/local/bin/pregao && install -d -o node -g node data
USER node
VOLUME /pregao/data
EXPOSE 7070
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7070/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Every address inside the container; which of the host's it is reachable at, `docker run -p` says.
ENTRYPOINT ["node", "/opt/pregao/engine/cli/pregao.js", "start", "--host", "0.0.0.0"]
