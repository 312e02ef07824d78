import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'

/** Where Claude Code lays down the transcripts of all projects, a folder each. */
export function projectsIn(claudeDir: string): string {
  return join(claudeDir, 'projects')
}

/** The transcripts that files and folders name; a folder's are those anywhere below it. */
export async function transcriptsIn(places: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(places.map(transcriptsAt))
  return [...new Set(found.flat())].toSorted()
}

async function transcriptsAt(place: string): Promise<readonly string[]> {
  // A file that is not there is left to its push, which names it.
  const there = await stat(place).catch(() => undefined)
  if (!there?.isDirectory()) return [place]
  // With types no link is gone through: one may lead back to where it lies.
  const entries = await readdir(place, { recursive: true, withFileTypes: true })
  return (
    entries
      .filter((entry) => entry.name.endsWith('.jsonl') && !entry.isDirectory())
      // `parentPath` is there from Node 20.12 on, `path` before it.
      .map((entry) => join(entry.parentPath ?? (entry as { path?: string }).path, entry.name))
  )
}

/**
 * What a session that ended leaves to be sent: all of its project, so that its subagents’ files come along and what an
 * earlier end could not send; only itself when it lies elsewhere.
 */
export function placeOfSession(claudeDir: string, transcript: string): string {
  const project = dirname(transcript)
  return dirname(project) === projectsIn(claudeDir) ? project : transcript
}

/** How a transcript is called on the server: as Claude Code lays it down, else by its own name. */
export function transcriptName(claudeDir: string, file: string): string {
  const below = relative(projectsIn(claudeDir), file)
  const inside = below !== '' && !below.startsWith('..') && !below.startsWith(sep)
  return inside ? below.split(sep).join('/') : basename(file)
}
