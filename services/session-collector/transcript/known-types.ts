/**
 * Types of records that were seen in transcripts of Claude Code 1.0.17 to 2.1.220. Others are kept and
 * counted as unknown: the format grows with every version.
 */
const types = new Set(
  `assistant user summary file-history-snapshot attachment system queue-operation progress last-prompt
  permission-mode mode custom-title ai-title agent-name agent-setting pr-link worktree-state relocated
  bridge-session frame-link atis-latch session-id started result tool_use tool_result`.split(/\s+/),
)

const systemSubtypes = new Set(
  `compact_boundary api_error turn_duration stop_hook_summary local_command away_summary informational
  bridge_status session_start error api_refusal model_refusal_fallback`.split(/\s+/),
)

/** The name under which an unknown record is counted; undefined for a known one. */
export function unknownType(
  type: string | undefined,
  subtype: string | undefined,
): string | undefined {
  if (type === undefined) return '(none)'
  if (!types.has(type)) return type
  if (type === 'system' && subtype !== undefined && !systemSubtypes.has(subtype)) {
    return `system/${subtype}`
  }
  return undefined
}
