/** What an instance decides that a target has to know; nothing of it for the committed default. */
export interface RenderOptions {
  /** The operator's variables: `HTTP_PORT`, `DOMAIN`, `DATA_VOLUME` and so on. */
  readonly variables: Readonly<Record<string, string>>
  /** For an engine of an ordinary user. */
  readonly rootless: boolean
}

export const defaultRender: RenderOptions = { variables: {}, rootless: false }
