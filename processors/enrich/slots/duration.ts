import type { SlotKind } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'
import { quantityAt } from './quantity.ts'

type Unit = readonly [prefix: string, factor: number, suffix: string]

const unit = phraseMatcher<Unit>(
  wordings<Unit>([
    [['PT', 1, 'S'], 'seconds|sekunden|secondes|segundos'],
    [['PT', 1, 'M'], 'minute|minutes|min|mins|minuten|minuto|minutos|分钟'],
    [['PT', 1, 'H'], 'hour|hours|hr|hrs|stunde|stunden|heure|heures|hora|horas|小时|个小时'],
    [['P', 1, 'D'], 'day|days|tag|tage|tagen|jour|jours|día|días|dia|dias|天'],
    [
      ['P', 1, 'D business'],
      'business day|business days|working day|working days|werktag|werktage|werktagen|jours ouvrables|jours ouvrés|días hábiles|días laborables|个工作日|工作日',
    ],
    [['P', 7, 'D'], 'week|weeks|wk|wks|woche|wochen|semaine|semaines|semana|semanas|周|星期|个星期'],
    [['P', 14, 'D'], 'fortnight|fortnights'],
    [['P', 1, 'M'], 'month|months|monat|monate|monaten|mois|mes|meses|个月'],
    [['P', 12, 'M'], 'year|years|yr|yrs|jahr|jahre|jahren|an|ans|année|années|año|años|年'],
  ]),
)
const article = /^(?:a|an|ein|eine|einen|einem|einer|un|une|una)$/

/**
 * Lengths of time in the largest unit that says the same on every day: `P14D` for two weeks, `P24M` for two years,
 * `PT48H` for 48 hours, `P5D business` for five working days.
 */
export const duration: SlotKind = {
  kind: 'duration',
  match: (tokens, at) => {
    const quantity = quantityAt(tokens, at) ?? (article.test(tokens[at]!.text) ? { value: 1, length: 1 } : null)
    if (!quantity) return null
    let next = at + quantity.length
    if (tokens[next]?.text === '-') next++
    else if (tokens[next]?.text === 'of') next++
    const found = unit(tokens, next)
    // "an" is a year after one only: elsewhere an English article or a German preposition.
    if (!found || (tokens[next]!.text === 'an' && quantity.value !== 1)) return null
    const [prefix, factor, suffix] = found.value
    return { value: `${prefix}${quantity.value * factor}${suffix}`, length: next + found.length - at }
  },
}
