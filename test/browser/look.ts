import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What axe finds serious or critical, with the elements at fault. */
export const seriousViolations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: readonly Violation[] }> } }).axe.run(),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`)
}

/** The id of what has the focus, or its text; empty where nothing has. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: at } = document
    return at instanceof HTMLElement ? at.id || at.textContent.trim() : ''
  })

/** Presses a key until what has the focus is called so; throws where it never is. */
export const reach = async (page: Page, key: string, name: string): Promise<void> => {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press(key)
    if ((await focused(page)) === name) return
  }
  throw new Error(`${key} does not lead to ${name}`)
}

/** CSS px by which the page, or a part of it that scrolls by itself, is wider than its place. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      ...[document.documentElement, ...document.querySelectorAll('#turns, .side, .explanation-body')].map(
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      ),
    ),
  )

/** Whether what has the focus shows it; a radio shows it on its label. */
export const outlined = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const at = document.activeElement
    const drawn = at instanceof HTMLInputElement && at.type === 'radio' ? at.nextElementSibling : at
    return at === document.body || (drawn !== null && getComputedStyle(drawn).outlineStyle !== 'none')
  })
