/** Milliseconds for people: a tenth below 10 ms, seconds from 10 s on. */
export const ms = (value: number): string => {
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)} s`
  return `${value < 10 && value > 0 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`
}

/** US dollars: cents from 1 USD on, three digits that count below. */
export const usd = (value: number): string => {
  const options =
    Math.abs(value) >= 1
      ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
      : { maximumSignificantDigits: 3, maximumFractionDigits: 10 }
  const digits = Math.abs(value).toLocaleString('en', options)
  return `${value < 0 ? '−' : ''}$${digits}`
}

export const count = (value: number): string => value.toLocaleString('en')

/** A share of 1 as per cent, to a tenth. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** A cosine as the rest of the system writes it. */
export const cosine = (similarity: number): string => similarity.toFixed(3)

/** One thing or several: `plural(2, 'entry', 'entries')`. */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** Local date and time, to the minute. */
export const moment = (at: string | number): string =>
  new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
