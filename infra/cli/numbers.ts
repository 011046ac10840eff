import { InvalidArgumentError } from 'commander'

/** A whole number from 1, for options that count. */
export const parseCount = (text: string): number => {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number from 1.')
}

/** A whole number from 0. */
export const parseWhole = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number from 0.')
}

/** A probability. */
export const parseShare = (text: string): number => {
  const share = Number(text)
  if (text.trim() !== '' && share >= 0 && share <= 1) return share
  throw new InvalidArgumentError('It must be a number from 0 to 1.')
}

/** A share of something, of which there must be some. */
export const parsePositiveShare = (text: string): number => {
  const share = parseShare(text)
  if (share > 0) return share
  throw new InvalidArgumentError('It must be a number above 0, at most 1.')
}
