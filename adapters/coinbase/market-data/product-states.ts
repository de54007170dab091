/** What the channel `status` says of the session's products, out of its bytes: all products of the venue are in each message, a few hundred of them. */
import { Ascii } from '../../kit/json/ascii.js';
import type { JsonCursor } from '../../kit/json/cursor.js';
import { Names, NO_NAME } from '../../kit/json/names.js';

const FIELDS = new Names(['id', 'status', 'trading_disabled', 'cancel_only']);
const enum P {
  id,
  status,
  trading_disabled,
  cancel_only,
}
const ONLINE = new Names(['online']);

/** Whether a product is traded. */
export const enum ProductState {
  NotTold = 0,
  Trading = 1,
  CancelOnly = 2,
  Disabled = 3,
  NotOnline = 4,
}

export class ProductStates {
  /** `ProductState` of each. */
  readonly states: Uint8Array;

  constructor(private readonly products: Names) {
    this.states = new Uint8Array(products.count);
  }

  /** The list that comes next. What is not as expected says nothing: the books do not depend on it. */
  read(json: JsonCursor): void {
    this.states.fill(ProductState.NotTold);
    if (json.array()) while (json.nextItem()) this.product(json);
  }

  private product(json: JsonCursor): void {
    let product = NO_NAME;
    let state = ProductState.Trading;
    if (!json.object()) return;
    while (json.nextField(FIELDS)) {
      const { field } = json;
      if (field === P.id && json.peek() === Ascii.Quote) product = json.oneOf(this.products);
      else if (field === P.status && json.peek() === Ascii.Quote) {
        if (json.oneOf(ONLINE) === NO_NAME) state = ProductState.NotOnline;
      } else if (json.peek() !== Ascii.LowerT) json.skip();
      else if (json.bool() && field === P.trading_disabled) state = ProductState.Disabled;
      else if (field === P.cancel_only) state = ProductState.CancelOnly;
    }
    if (product !== NO_NAME) this.states[product] = state;
  }
}
