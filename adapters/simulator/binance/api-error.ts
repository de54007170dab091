/** What Binance refuses, in the words of its errors page. Thrown by the venue, written by FIX, WebSocket API and REST each in its way. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    message: string,
    /** HTTP's, which the WebSocket API answers too. */
    readonly status = 400,
  ) {
    super(message);
  }
}

export const mandatory = (name: string): ApiError =>
  new ApiError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
export const notRequired = (name: string): ApiError =>
  new ApiError(-1106, `Parameter '${name}' sent when not required.`);
export const tooPrecise = (name: string): ApiError =>
  new ApiError(-1111, `Parameter '${name}' has too much precision.`);
export const badSymbol = (): ApiError => new ApiError(-1121, 'Invalid symbol.');
export const invalid = (name: string): ApiError =>
  new ApiError(-1130, `Data sent for parameter '${name}' is not valid.`);
export const filterFailure = (filter: string): ApiError => new ApiError(-1013, `Filter failure: ${filter}`);
export const rejected = (why: string): ApiError => new ApiError(-2010, why);
export const unknownOrder = (): ApiError => new ApiError(-2011, 'Unknown order sent.');
export const noSuchOrder = (): ApiError => new ApiError(-2013, 'Order does not exist.');
export const timedOut = (): ApiError =>
  new ApiError(
    -1007,
    'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
    408,
  );
