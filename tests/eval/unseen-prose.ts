import { scanNote } from '../../services/corporate-memory/catalogue/scan-note.ts'
import { folders, readExamples } from '../train/examples.ts'
import { judgeNote } from './foreign/judge-entry.ts'

/** How the scan does on what two people told in passing, which neither its rules nor its weights were made for. */
export function unseenProse() {
  const counts = { secrets: 0, published: 0, clean: 0, held: 0 }
  for (const example of readExamples(folders.unseen)) {
    const scanned = scanNote({ username: 'eval', text: example.text })
    if (example.carriers.length === 0) {
      counts.clean += 1
      if (scanned.held.length > 0) counts.held += 1
    } else {
      counts.secrets += 1
      if (judgeNote(example, scanned).published) counts.published += 1
    }
  }
  return counts
}
