import { byId } from './dom.ts'

const everyMs = 4_000

const stateOf = async (): Promise<readonly [state: string, words: string]> => {
  try {
    const response = await fetch('/ready', { cache: 'no-store' })
    const { ready, reasons } = (await response.json()) as { ready: boolean; reasons: readonly string[] }
    return ready ? ['ready', 'Ready'] : ['waiting', `Not ready: ${reasons.join('; ')}`]
  } catch {
    return ['gone', 'No connection to the server, trying again']
  }
}

/** Tells in words whether the server takes turns, and calls `onBack` when it does again after it did not. */
export const startReadiness = (onBack: () => void): void => {
  const shown = byId('readiness', HTMLElement)
  let state = 'ready'
  const look = async (): Promise<void> => {
    const [now, words] = await stateOf()
    // The region is live: it speaks up only when there is news.
    if (shown.textContent !== words) shown.textContent = words
    shown.dataset.state = now
    if (now === 'ready' && state !== 'ready') onBack()
    state = now
  }
  const again = async (): Promise<void> => {
    if (!document.hidden) await look()
    setTimeout(again, everyMs)
  }
  document.addEventListener('visibilitychange', () => void (document.hidden || look()))
  void again()
}
