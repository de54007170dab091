/** A module whose loading never ends. */
await new Promise(() => setInterval(() => {}, 1_000));

export default undefined;
