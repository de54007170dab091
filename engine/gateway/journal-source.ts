/** What the gateway needs of the journal, so that sessions can resume. */
export interface JournalSource {
  /** Its records from a sequence on, in order. */
  open(fromSequence: number): RecordSource;
  /** The last sequence that is left of this epoch; infinite for the present one. */
  endOfEpoch(epoch: number): number;
}

/** `JournalReader` is one. */
export interface RecordSource {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** After a `read` that gave 0: true = nothing more is there now, false = call again. */
  readonly atEnd: boolean;
  /** At most `max` records; the number of them. */
  read(max: number): number;
  /** Word of record `index` of the last `read`. */
  offset(index: number): number;
  close(): void;
}
