import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const path = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Elsewhere than in CI a missing browser skips what needs one; the run says so at its end. */
export const withoutBrowser = !existsSync(path) && process.env.CI !== 'true'

/** Sandboxing needs rights that a container has not; shared memory there is small. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
