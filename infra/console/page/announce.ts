import { byId } from './dom.ts'

/** Tells screen readers, once they have finished what they read. For whole sentences: each call replaces the last one. */
export const announce = (sentence: string): void => {
  byId('announcer', HTMLElement).textContent = sentence
}
