import type { ListViewer } from '../views/list-items.ts'

/** Who looks at a page, and when; with what their forms are sent. */
export interface Viewer extends ListViewer {
  readonly csrf: string
}
