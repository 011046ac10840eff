import { z } from 'zod'

/** Control characters that no text needs: all but tab, line feed and carriage return. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

const controlsEverywhere = new RegExp(controls, 'g')

/** A text without control characters, for clients whose contract does not let them be refused. */
export const withoutControls = (text: string): string => text.replace(controlsEverywhere, '')

/** What to say of a field that is not what it must be: that it is missing, where it is. */
export const missingOr = (otherwise: string) => ({
  error: ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing; it ${otherwise}` : otherwise,
})

const noControls = <Schema extends z.ZodString>(schema: Schema) =>
  schema.refine(text => !controls.test(text), {
    error: issue =>
      `must not hold control characters but tabs and line breaks; U+${controls.exec(String(issue.input))?.[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} was found`,
  })

/** A customer's message: something other than white space, at most `maxChars` characters, no control characters but tabs and line breaks. */
export const messageField = (maxChars: number) =>
  noControls(
    z
      .string(missingOr('must be a text'))
      .max(maxChars, `must have at most ${maxChars} characters (server.maxMessageChars)`),
  )
    .refine(text => text.trim() !== '', { error: 'must not be empty' })
    .describe(
      `The customer's message; 1 to ${maxChars} characters, none of them a control character but tabs and line breaks.`,
    )

/** A text that is shown to customers; something other than white space, no control characters but tabs and line breaks. */
export const messageText = (about: string, maxChars: number) =>
  noControls(z.string('must be a text').max(maxChars, `must have at most ${maxChars} characters`))
    .refine(text => text.trim() !== '', { error: 'must not be empty' })
    .describe(about)

/** A name that the caller gives to something of theirs. */
export const nameField = (about: string, maxChars = 256) =>
  noControls(
    z
      .string(missingOr('must be a text'))
      .min(1, 'must not be empty')
      .max(maxChars, `must have at most ${maxChars} characters`),
  ).describe(about)

export const temperatureField = z
  .number('must be a number')
  .min(0, 'must be at least 0')
  .max(2, 'must be at most 2')
  .describe('0 to 2.')

export const maxTokensField = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1_000_000, 'must be at most 1000000')
  .describe('Limit of the answer, tokens.')
