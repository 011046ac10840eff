import { byId, make } from './dom.ts'
import { policyForm } from './policy-form.ts'
import { readPolicies } from './policy-list.ts'

export interface Policies {
  /** Reads the last changes again; never rejects. */
  refresh(): Promise<void>
  offerScenes(scenes: readonly string[]): void
}

/** The last policy changes, and a form to make one. `onChange` is called once one is in force. */
export const startPolicies = (onChange: () => void): Policies => {
  const place = make('div')
  const state = byId('policies-state', HTMLElement)
  const refresh = async (): Promise<void> => {
    try {
      const { state: words, list } = await readPolicies()
      state.textContent = words
      place.replaceChildren(list)
    } catch {
      state.textContent = ''
      place.replaceChildren(make('p', { class: 'empty' }, 'Policy changes: not available'))
    }
  }
  const form = policyForm(() => {
    void refresh()
    onChange()
  })
  byId('policies', HTMLElement).append(place, form.element)
  return { refresh, offerScenes: form.offerScenes }
}
