import type { Guard as ShippedGuard } from '../../processors/resolve/guards/guard.ts'

/** As if the option were there. */
type Guard = Omit<ShippedGuard, 'name'> & { readonly name: ShippedGuard['name'] | 'channel' }

// #region guard
const channels: Readonly<Record<string, RegExp>> = {
  phone: /\b(?:by|over the) (?:phone|telephone)\b/,
  email: /\bby (?:e-?mail)\b/,
  post: /\bby (?:post|mail)\b/,
}

/** The channels that a text names, in a fixed order. */
const channelsIn = (text: string): readonly string[] => Object.keys(channels).filter(name => channels[name]!.test(text))

/** "Can I cancel by phone?" must not be answered with what was written for "Can I cancel by e-mail?". */
export const channel: Guard = {
  name: 'channel',
  judge: (turn, candidate) => {
    const asked = channelsIn(turn.normalised).join(', ') || 'no channel'
    const stored = channelsIn(candidate.question).join(', ') || 'no channel'
    return asked === stored ? null : `asked for ${asked}, stored for ${stored}`
  },
}
// #endregion
