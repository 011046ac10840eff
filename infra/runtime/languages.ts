import { setImmediate as nextTurn } from 'node:timers/promises'
import { prepareLanguage, readLanguages } from '../../processors/resolve/guards/reading.ts'

/** Makes all languages ready, one after the other, and lets what else has come up run between them. */
export const prepareLanguages = async (): Promise<void> => {
  for (const language of readLanguages) {
    prepareLanguage(language)
    await nextTurn()
  }
}
