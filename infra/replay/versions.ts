import type { DomainEvent } from '../../processors/event.ts'
import type { Views } from '../../processors/views.ts'

/** The versions of the views under which these events were decided; null where none of them says. */
export const versionsIn = (events: readonly DomainEvent[]): Views['versions'] | null => {
  for (const { data } of events) {
    if ('views' in data) return data.views
    if ('resolution' in data) return data.resolution.views
  }
  return null
}
