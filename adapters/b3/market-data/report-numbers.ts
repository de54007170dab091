/** The reports of each instrument are numbered, whatever they say: which one is due proves that a snapshot and what follows it fit together, and that nothing between was of a kind that nobody here can read. */
export const enum Report {
  Due = 0,
  /** It is in the book already. */
  Known = 1,
  /** One before it has not been read. */
  Ahead = 2,
}

export class ReportNumbers {
  /** 0: whichever comes. */
  private readonly due: Float64Array;

  constructor(instruments: number) {
    this.due = new Float64Array(instruments);
  }

  /** @param last that is in the book; 0: none was told */
  begin(place: number, last: number): void {
    this.due[place] = last === 0 ? 0 : last + 1;
  }

  /** @param number 0: it has none */
  judge(place: number, number: number): Report {
    const due = this.due[place];
    if (number === 0) return Report.Due;
    if (due !== 0 && number < due) return Report.Known;
    if (due !== 0 && number > due) return Report.Ahead;
    this.due[place] = number + 1;
    return Report.Due;
  }
}
