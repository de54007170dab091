/** Whose orders they are in the engine. */

/** Orders whose entry the message file tells; client order id = the file's. */
export const FILE_ACCOUNT = 1;
/** What stands at a level without the file telling how it came there; client order id = price and side. */
export const SEED_ACCOUNT = 2;
