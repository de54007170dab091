/** Errors that only the futures have, in their words. */
import { ApiError } from '../api-error.js';

export const NOT_FOR_THIS_ENDPOINT = new ApiError(
  -4120,
  'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.',
);
export const QTY_LESS_THAN_ZERO = new ApiError(-4003, 'Quantity less than or equal to zero.');
export const QTY_TOO_GREAT = new ApiError(-4005, 'Quantity greater than max quantity.');
export const PRICE_NOT_ON_TICK = new ApiError(-4014, 'Price not increased by tick size.');
export const BAD_CLIENT_ID = new ApiError(-4015, 'Client order id is not valid.');
export const QTY_NOT_ON_STEP = new ApiError(-4023, 'Qty not increased by step size.');
export const priceTooHigh = (limit: string): ApiError =>
  new ApiError(-4016, `Limit price can't be higher than ${limit}.`);
export const priceTooLow = (limit: string): ApiError =>
  new ApiError(-4024, `Limit price can't be lower than ${limit}.`);
export const DUPLICATE_CLIENT_ID = new ApiError(-4116, 'ClientOrderId is duplicated.');
export const MARKET_AGAINST_PERCENT_PRICE = new ApiError(
  -4131,
  "The counterparty's best price does not meet the PERCENT_PRICE filter limit.",
);
export const notionalTooSmall = (limit: string): ApiError =>
  new ApiError(-4164, `Order's notional must be no smaller than ${limit} (unless you choose reduce only).`);
export const WRONG_POSITION_SIDE = new ApiError(
  -4061,
  "Order's position side does not match user's setting.",
);
export const MARGIN_INSUFFICIENT = new ApiError(-2019, 'Margin is insufficient.');
export const REDUCE_ONLY_REJECTED = new ApiError(-2022, 'ReduceOnly Order is rejected.');
export const FOK_REJECTED = new ApiError(
  -5021,
  'Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history.',
);
export const GTX_REJECTED = new ApiError(
  -5022,
  'Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history.',
);
export const BAD_GOOD_TILL_DATE = new ApiError(
  -4099,
  'The goodTillDate timestamp must be greater than the current time plus 600 seconds and smaller than 253402300799000.',
);
export const MODE_WITH_ORDERS = new ApiError(
  -4067,
  'Position side cannot be changed if there exists open orders.',
);
export const MODE_WITH_POSITIONS = new ApiError(
  -4068,
  'Position side cannot be changed if there exists position.',
);
export const MODE_IS_SO = new ApiError(-4059, 'No need to change position side.');
export const MARKET_CLOSED = new ApiError(-1109, 'Invalid account.');
export const NO_LISTEN_KEY = new ApiError(-1125, 'This listenKey does not exist.');
export const TOO_MANY_OPEN = new ApiError(-2025, 'Reach max open order limit.');
