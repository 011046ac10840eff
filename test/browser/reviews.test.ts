import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderStub, startProviderStub } from '../../infra/stub/provider.ts'
import { type Serving, serve } from '../chaos/serving.ts'
import { launch, withoutBrowser } from './chromium.ts'
import { focused, overflow, seriousViolations } from './look.ts'
import { markOf, type Visit, visit } from './visit.ts'

const hostile = '<img src=x onerror="pwned=1"><script>pwned=1</script><b>bold</b>'

describe.skipIf(withoutBrowser)('the review queue in the console', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'turnstream-console-'))
  let stub: ProviderStub
  let browser: Browser
  let server: Serving
  beforeAll(async () => {
    stub = await startProviderStub({ answer: messages => `Answer to: ${messages.at(-1)!.content}` })
    const pools = { first: { kind: 'openai', tier: 'small', model: 'stub-small', baseUrl: `${stub.url}/v1` } }
    server = await serve(dataDir, ['--port', '0', '--set', `pools=${JSON.stringify(pools)}`])
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill('SIGTERM')
    await stub?.close()
    rmSync(dataDir, { recursive: true })
  })
  const open = (options = {}): Promise<Visit> => visit(browser, server.url, options)

  const queue = (page: Page): Locator => page.getByRole('list', { name: 'Answers to review' })
  const waiting = (page: Page, question: string): Locator =>
    queue(page).getByRole('listitem').filter({ hasText: question })
  /** Asks twice, so that the answer is a hit, and marks it; gives its review. */
  const mark = async ({ page, ask }: Visit, question: string): Promise<Locator> => {
    await ask(question)
    const answer = await ask(question)
    expect(await markOf(answer)).toBe('Exact hit')
    await answer.getByRole('button', { name: 'Not helpful' }).click()
    const review = waiting(page, question)
    await review.waitFor()
    return review
  }
  const confirm = (page: Page, deed: string): Promise<void> =>
    page.getByRole('dialog', { name: 'Please confirm' }).getByRole('button', { name: deed, exact: true }).click()

  it('says where nothing waits', async () => {
    const { page, faults } = await open()
    await page.getByText('Nothing waits.').waitFor()
    expect(faults).toEqual([])
  })

  it('a marked answer is filed, its whole chain can be looked at, and once restored it is served again', async () => {
    const question = 'How long do I have to return an item?'
    const visitor = await open()
    const { page, faults, ask } = visitor
    const review = await mark(visitor, question)
    expect(await page.locator('#reviews-state').textContent()).toBe('1 mark open')
    expect(await review.textContent()).toContain(`Answer to: ${question}`)
    expect(await review.textContent()).toMatch(/unhelpful · returns · from exact · /)
    await review.getByRole('button', { name: 'Whole chain' }).click()
    const dialog = page.getByRole('dialog', { name: 'Why this answer' })
    await dialog.getByText('The same question, after normalisation').waitFor()
    expect(await dialog.textContent()).toMatch(/Outcomeexact: exact/)
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('Whole chain')
    await review.getByRole('button', { name: 'Restore' }).click()
    await confirm(page, 'Leave it')
    expect(await review.count()).toBe(1)
    await review.getByRole('button', { name: 'Restore' }).click()
    await confirm(page, 'Restore')
    await page.getByText('Nothing waits.').waitFor()
    expect(await focused(page)).toBe('reviews-title')
    expect(await markOf(await ask(question))).toBe('Exact hit')
    expect(faults).toEqual([])
  })

  it('an edited answer is what the next asker gets; what is being written is not lost to a refresh', async () => {
    const question = 'Which payment methods do you accept?'
    const visitor = await open()
    const { page, faults, ask } = visitor
    const review = await mark(visitor, question)
    await review.getByRole('button', { name: 'Edit' }).click()
    const text = review.getByLabel('The answer to give instead')
    expect(await text.inputValue()).toBe(`Answer to: ${question}`)
    await text.fill('We take cards and cash.')
    const other = await ask('How do I track my parcel?')
    await other.getByRole('button', { name: 'Not helpful' }).click()
    await other.getByText('Kept out of the caches').waitFor()
    expect(await text.inputValue()).toBe('We take cards and cash.')
    await review.getByRole('button', { name: 'Put in place' }).click()
    await confirm(page, 'Put in place')
    await waiting(page, 'How do I track my parcel?').waitFor()
    expect(await review.count()).toBe(0)
    const answer = await ask(question)
    expect(await markOf(answer)).toBe('Exact hit')
    expect(await answer.locator('.answer-text').textContent()).toBe('We take cards and cash.')
    expect(faults).toEqual([])
  })

  it('a deleted answer is asked of a model again; one that somebody else has decided on is told of', async () => {
    const question = 'How do I start a return?'
    const visitor = await open()
    const { page, ask } = visitor
    const review = await mark(visitor, question)
    const { reviews } = (await (await page.request.get(`${server.url}/v1/review?limit=200`)).json()) as {
      reviews: { review_id: string; question: string }[]
    }
    const { review_id: id } = reviews.find(each => each.question === question)!
    await page.request.post(`${server.url}/v1/review/${encodeURIComponent(id)}`, {
      data: { verdict: 'delete', by: 'ann' },
    })
    await review.getByRole('button', { name: 'Restore' }).click()
    await confirm(page, 'Restore')
    expect(await review.getByRole('alert').textContent()).toMatch(/REVIEW_CLOSED.*closed by ann/s)
    expect(await markOf(await ask(question))).toBe('stub-small, small tier, pool first')
  })

  it('markup in questions, answers and comments is shown as text', async () => {
    const visitor = await open()
    const { page, ask } = visitor
    await ask(hostile)
    const answer = await ask(hostile)
    await answer.getByRole('button', { name: 'Not helpful' }).click()
    await waiting(page, hostile).first().waitFor()
    expect(await page.locator('#reviews img, #reviews b, #reviews script').count()).toBe(0)
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
  })

  it('more than a page is shown when asked for', async () => {
    const visitor = await open()
    const { page, ask } = visitor
    for (const thing of ['jacket', 'mug', 'rug', 'lamp', 'sofa', 'plug']) {
      const answer = await ask(`How do I clean a ${thing}?`)
      await answer.getByRole('button', { name: 'Not helpful' }).click()
      await answer.getByText('Kept out of the caches').waitFor()
    }
    await page.reload()
    await queue(page).waitFor()
    expect(await queue(page).getByRole('listitem').count()).toBe(5)
    await page.getByRole('button', { name: 'Show more' }).click()
    await waiting(page, 'plug').waitFor()
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0)
  })

  it.each(['light', 'dark'] as const)('the %s theme has no serious accessibility violation', async colorScheme => {
    const { page } = await open({ colorScheme, bypassCSP: true })
    await queue(page).waitFor()
    expect(await seriousViolations(page)).toEqual([])
    await queue(page).getByRole('button', { name: 'Edit' }).first().click()
    expect(await seriousViolations(page)).toEqual([])
    await queue(page).getByRole('button', { name: 'Block' }).first().click()
    await page.getByRole('dialog', { name: 'Please confirm' }).waitFor()
    expect(await seriousViolations(page)).toEqual([])
  })

  it('a screen of 360 pixels scrolls in one direction only', async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } })
    await queue(page).getByRole('button', { name: 'Edit' }).first().click()
    expect(await overflow(page)).toBe(0)
  })
})
