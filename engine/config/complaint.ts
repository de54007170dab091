/** What is wrong in a configuration, and where. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
