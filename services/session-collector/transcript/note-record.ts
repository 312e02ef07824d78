import { count, type FileAnalysis } from './file-analysis.ts'
import { unknownType } from './known-types.ts'
import {
  countIn,
  fieldsIn,
  jsonOf,
  listIn,
  nameless,
  own,
  textIn,
  timeOf,
  type Fields,
} from './record.ts'
import { noteUsage } from './usage.ts'
import { isUserTurn, userText } from './user-turn.ts'

const NONE: ReadonlySet<string> = new Set()
const INTERRUPTED = '[Request interrupted by user'
const DENIED = /user doesn['’]t want to proceed/

/**
 * Adds one record to what is known of its file; `line` counts from 1. What another file of the session has said
 * already (`earlier`, by the records' ids) happened once, however many lines tell it.
 */
export function noteRecord(
  found: FileAnalysis,
  record: Fields,
  line: number,
  times: number[],
  earlier: ReadonlySet<string> = NONE,
): void {
  const type = textIn(record, 'type')
  const isNew = !earlier.has(textIn(record, 'uuid') ?? '')
  const unknown = unknownType(type, textIn(record, 'subtype'))
  count(found.types, type ?? '(none)')
  if (unknown !== undefined) count(found.unknownTypes, unknown)
  noteEnvelope(found, record, times)
  if (type === 'assistant') noteAnswer(found, record, line, isNew)
  else if (type === 'user') noteUser(found, record, line, isNew)
  else if (type === 'system' && isNew) noteSystem(found, record)
  else noteMeta(found, record, type)
}

/** What every kind of record may carry. */
function noteEnvelope(found: FileAnalysis, record: Fields, times: number[]): void {
  const snapshot = textIn(fieldsIn(record, 'snapshot'), 'timestamp')
  const time = timeOf(textIn(record, 'timestamp') ?? snapshot)
  if (time !== undefined) {
    times.push(time)
    found.start = Math.min(found.start ?? time, time)
    found.end = Math.max(found.end ?? time, time)
  }
  const session = textIn(record, 'sessionId')
  if (session !== undefined) count(found.sessionIds, session)
  const branch = textIn(record, 'gitBranch')
  const isBranch = branch !== undefined && branch !== 'HEAD'
  if (isBranch) found.branches.add(branch)
  const folder = textIn(record, 'cwd')
  if (folder !== undefined) {
    found.folder = folder
    if (isBranch) found.repositories.add(folder)
  }
  addText(found.versions, textIn(record, 'version'))
  addText(found.entrypoints, textIn(record, 'entrypoint'))
  addText(found.uuids, textIn(record, 'uuid'))
  addText(found.parents, textIn(record, 'parentUuid'))
}

function noteAnswer(found: FileAnalysis, record: Fields, line: number, isNew: boolean): void {
  const message = fieldsIn(record, 'message')
  if (noteUsage(found.usages, record, line)) found.usageRows += 1
  if (isNew && own(record, 'isApiErrorMessage') === true) found.apiErrors += 1
  for (const [place, block] of listIn(message, 'content').entries()) {
    if (own(block, 'type') !== 'tool_use') continue
    const id = textIn(block, 'id') ?? `${place} ${nameless(block, line)}`
    if (found.tools.has(id)) continue
    const failed = found.results.get(id)
    found.results.delete(id)
    const name = textIn(block, 'name') ?? '(none)'
    found.tools.set(id, { name, ended: failed !== undefined, failed: failed === true })
  }
}

function noteUser(found: FileAnalysis, record: Fields, line: number, isNew: boolean): void {
  let denied = textIn(record, 'toolDenialKind') !== undefined
  for (const [place, block] of listIn(fieldsIn(record, 'message'), 'content').entries()) {
    if (own(block, 'type') !== 'tool_result') continue
    const failed = own(block, 'is_error') === true
    const content = own(block, 'content')
    // What was read or found may hold these words too.
    denied ||= failed && DENIED.test(typeof content === 'string' ? content : jsonOf(content))
    const id = textIn(block, 'tool_use_id') ?? `${place} ${nameless(block, line)}`
    noteResult(found, id, failed)
  }
  if (!isNew) return
  if (denied) found.denials += 1
  if (own(record, 'isCompactSummary') === true) found.compactSummaries += 1
  const text = userText(record)
  if (text.includes(INTERRUPTED)) found.interrupts += 1
  if (!isUserTurn(record)) return
  found.userTurns += 1
  found.firstTurn ??= text.trim() || undefined
}

function noteResult(found: FileAnalysis, id: string, failed: boolean): void {
  const use = found.tools.get(id)
  if (use) found.tools.set(id, { ...use, ended: true, failed: use.failed || failed })
  else found.results.set(id, failed || found.results.get(id) === true)
}

function noteSystem(found: FileAnalysis, record: Fields): void {
  switch (textIn(record, 'subtype')) {
    case 'compact_boundary':
      found.boundaries += 1
      return
    case 'api_error':
      found.apiErrors += 1
      return
    case 'turn_duration':
      found.turnMs += countIn(record, 'durationMs')
  }
}

function noteMeta(found: FileAnalysis, record: Fields, type: string | undefined): void {
  switch (type) {
    case 'summary': {
      const text = textIn(record, 'summary')
      if (text !== undefined) found.summaries.push({ text, leaf: textIn(record, 'leafUuid') })
      return
    }
    case 'custom-title':
      found.customTitle = textIn(record, 'customTitle') ?? textIn(record, 'title')
      return
    case 'ai-title':
      found.aiTitle = textIn(record, 'aiTitle') ?? textIn(record, 'title')
      return
    case 'relocated':
      found.folder = textIn(record, 'relocatedCwd') ?? found.folder
      return
    case 'worktree-state':
      addText(found.repositories, textIn(fieldsIn(record, 'worktreeSession'), 'originalCwd'))
      return
    case 'pr-link':
      addText(found.pullRequests, textIn(record, 'prUrl'))
  }
}

function addText(set: Set<string>, text: string | undefined): void {
  if (text !== undefined) set.add(text)
}
