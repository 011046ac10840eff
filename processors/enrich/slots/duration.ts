import type { SlotKind } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'
import { beginsQuantity, quantityAt } from './quantity.ts'

type Unit = readonly [prefix: string, factor: number, suffix: string]

const unit = phraseMatcher<Unit>(
  wordings<Unit>([
    [['PT', 1, 'S'], 'seconds|sekunden|secondes|segundos|secondi|seconden|秒'],
    [['PT', 1, 'M'], 'minute|minutes|min|mins|minuten|minuto|minutos|minuti|minuut|分钟'],
    [
      ['PT', 1, 'H'],
      'hour|hours|hr|hrs|h|stunde|stunden|heure|heures|hora|horas|ora|ore|uur|uren|小时|个小时|个钟头|钟头',
    ],
    [['P', 1, 'D'], 'day|days|tag|tage|tagen|jour|jours|día|días|dia|dias|giorno|giorni|dag|dagen|天|日'],
    [
      ['P', 1, 'D business'],
      'business day|business days|working day|working days|giorni lavorativi|dias úteis|werkdag|werkdagen|werktag|werktage|werktagen|jours ouvrables|jours ouvrés|días hábiles|días laborables|个工作日|工作日',
    ],
    [
      ['P', 7, 'D'],
      'week|weeks|wk|wks|woche|wochen|semaine|semaines|semana|semanas|settimana|settimane|weken|周|星期|个星期|个礼拜',
    ],
    [['P', 14, 'D'], 'fortnight|fortnights'],
    [['P', 1, 'M'], 'month|months|monat|monate|monaten|mois|mes|meses|mese|mesi|mês|maand|maanden|个月'],
    [
      ['P', 12, 'M'],
      'year|years|yr|yrs|jahr|jahre|jahren|an|ans|année|années|año|años|anno|anni|ano|anos|jaar|jaren|年',
    ],
  ]),
)
const fixed = phraseMatcher(
  wordings([
    [
      'PT30M',
      "half an hour|half hour|a half hour|halbe stunde|eine halbe stunde|einer halben stunde|une demi-heure|demi-heure|media hora|mezz'ora|mezzora|meia hora|een half uur|half uur|半小时|半个小时|半个钟头",
    ],
    [
      'PT15M',
      "a quarter of an hour|quarter of an hour|viertelstunde|eine viertelstunde|un quart d'heure|un cuarto de hora|een kwartier|一刻钟",
    ],
    [
      'PT90M',
      'an hour and a half|one and a half hours|anderthalb stunden|eineinhalb stunden|une heure et demie|hora y media|una hora y media|一个半小时',
    ],
    [
      'P6M',
      'half a year|half year|halbes jahr|ein halbes jahr|einem halben jahr|medio año|mezzo anno|meio ano|half jaar|een half jaar|半年',
    ],
    [
      'P18M',
      'a year and a half|one and a half years|anderthalb jahre|eineinhalb jahre|un an et demi|año y medio|un año y medio|一年半',
    ],
    ['P15D', 'half a month|半个月'],
    ['P14D', 'a fortnight|quinze jours|une quinzaine'],
  ]),
)
const article = /^(?:a|an|ein|eine|einen|einem|einer|un|une|una|um|uma|een)$/

/**
 * Lengths of time in the largest unit that says the same on every day: `P14D` for two weeks, `P24M` for two years,
 * `PT48H` for 48 hours, `P5D business` for five working days.
 */
export const duration: SlotKind = {
  kind: 'duration',
  begins: token => fixed.begins(token) || beginsQuantity(token) || article.test(token.text),
  match: (tokens, at) => {
    const whole = fixed(tokens, at)
    if (whole) return whole
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
