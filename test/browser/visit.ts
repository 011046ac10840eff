import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

export interface Visit {
  readonly page: Page
  /** What a page must not have: errors, violations of its policy, requests to others. */
  readonly faults: string[]
  /** Asks and gives the answer once it is complete and its life is told. */
  ask(message: string): Promise<Locator>
}

/** The last answer, once none is on its way. */
export const lastAnswer = async (page: Page): Promise<Locator> => {
  const answer = page.locator('.answer').last()
  await page.waitForFunction(() => {
    const answers = document.querySelectorAll('.answer')
    return answers.length > 0 && document.querySelectorAll('.answer[aria-busy]').length === 0
  })
  return answer
}

export const lifeState = async (page: Page, state: string): Promise<void> => {
  await page.locator('#life-state').getByText(state, { exact: true }).waitFor()
}

/** A fresh visitor of the console. */
export const visit = async (browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', error => faults.push(error.message))
  page.on('request', request => {
    if (new URL(request.url()).origin !== url) faults.push(`a request to ${request.url()}`)
  })
  await page.goto(url)
  await page.locator('#readiness').getByText('Ready', { exact: true }).waitFor()
  return {
    page,
    faults,
    ask: async message => {
      const before = await page.locator('.answer').count()
      await page.fill('#message', message)
      await page.press('#message', 'Enter')
      await expect.poll(() => page.locator('.answer').count()).toBe(before + 1)
      const answer = await lastAnswer(page)
      await lifeState(page, 'complete')
      return answer
    },
  }
}

export const markOf = (answer: Locator): Promise<string | null> => answer.locator('.mark').textContent()
