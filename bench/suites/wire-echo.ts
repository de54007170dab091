/**
 * The yardstick of the suite `wire`: a bare uWebSockets.js server, a process of its own. To each frame it sends back one
 * of the size of an acknowledgement with the number that came in, and that is all it does.
 */
import uWS from 'uWebSockets.js';
import { ORDERS_PATH } from '../../engine/gateway/shell.js';
import { pinThisThread } from '../../engine/threads/pinning.js';
import { ACK_NUMBER_AT, ackPayload, type OrderTerms, orderNumberAt } from './wire-frames.js';

const [cpu] = process.argv.slice(2);
if (cpu !== undefined) pinThisThread(cpu);

process.on('message', (terms: OrderTerms) => {
  const numberAt = orderNumberAt(terms);
  const ack = ackPayload(0);
  const app = uWS.App().ws(ORDERS_PATH, {
    idleTimeout: 0,
    sendPingsAutomatically: false,
    message: (socket, order) => {
      ack.set(new Uint8Array(order, numberAt, 4), ACK_NUMBER_AT);
      socket.send(ack, true);
    },
  });
  app.listen('127.0.0.1', 0, (socket) => {
    process.send!(socket ? uWS.us_socket_local_port(socket) : 0);
  });
});
process.on('disconnect', () => process.exit());
