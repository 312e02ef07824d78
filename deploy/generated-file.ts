/** A file that the generator owns: its path from the project's root, and its whole content. */
export interface GeneratedFile {
  readonly path: string
  readonly content: string
}
