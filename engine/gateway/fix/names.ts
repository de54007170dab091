/** What a report calls its order and the request that it answers. Filled for each report by who knows. */
export class Names {
  clOrdId = '';
  /** Of a cancel or replace: the name that the order had before; else ''. */
  origClOrdId = '';
  /** As it was asked for, where the engine has no such instrument. */
  symbol = '';

  set(clOrdId: string, origClOrdId = '', symbol = ''): this {
    this.clOrdId = clOrdId;
    this.origClOrdId = origClOrdId;
    this.symbol = symbol;
    return this;
  }
}
