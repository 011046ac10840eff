import type { SlotMatch } from './kind.ts'
import { type PhraseMatcher, phraseMatcher, wordings } from './phrases.ts'
import type { Token } from './tokens.ts'

/** The month, 1 to 12, named at a token. */
export const monthAt: PhraseMatcher<number> = phraseMatcher(
  wordings([
    [1, 'january|jan|januar|jänner|janvier|enero|gennaio|janeiro|januari'],
    [2, 'february|feb|februar|février|febrero|febbraio|fevereiro|februari'],
    [3, 'march|mar|märz|mars|marzo|março|maart'],
    [4, 'april|apr|avril|abril|aprile'],
    [5, 'may|mai|mayo|maggio|maio|mei'],
    [6, 'june|jun|juni|juin|junio|giugno|junho'],
    [7, 'july|jul|juli|juillet|julio|luglio|julho'],
    [8, 'august|aug|août|agosto|augustus'],
    [9, 'september|sep|sept|septembre|septiembre|settembre|setembro'],
    [10, 'october|oct|oktober|okt|octobre|octubre|ottobre|outubro'],
    [11, 'november|nov|novembre|noviembre|novembro'],
    [12, 'december|dec|dezember|dez|décembre|diciembre|dicembre|dezembro'],
  ]),
)

const beforeMonth = /^(?:in|for|für|para|pour|of|since|until|till|by|last|next|during|im|seit|bis|en|depuis|desde)$/

/** A month without a day. Alone, "may", "march", "mars" and the short forms are other words more often. */
export const monthAloneAt = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const month = monthAt(tokens, at)
  if (!month || !beforeMonth.test(tokens[at - 1]?.text ?? '')) return null
  return { value: `--${String(month.value).padStart(2, '0')}`, length: month.length }
}

const weekday = phraseMatcher(
  wordings([
    ['monday', 'monday|mondays|montag|montags|lundi|lunes|周一|星期一|lunedì|segunda-feira|maandag|礼拜一'],
    ['tuesday', 'tuesday|tuesdays|dienstag|dienstags|mardi|martes|周二|星期二|martedì|terça-feira|dinsdag|礼拜二'],
    [
      'wednesday',
      'wednesday|wednesdays|mittwoch|mittwochs|mercredi|miércoles|周三|星期三|mercoledì|quarta-feira|woensdag|礼拜三',
    ],
    [
      'thursday',
      'thursday|thursdays|donnerstag|donnerstags|jeudi|jueves|周四|星期四|giovedì|quinta-feira|donderdag|礼拜四',
    ],
    ['friday', 'friday|fridays|freitag|freitags|vendredi|viernes|周五|星期五|venerdì|sexta-feira|vrijdag|礼拜五'],
    [
      'saturday',
      'saturday|saturdays|samstag|samstags|samedi|sábado|周六|星期六|sabato|zaterdag|sonnabend|sábados|礼拜六',
    ],
    [
      'sunday',
      'sunday|sundays|sonntag|sonntags|dimanche|domingo|周日|星期日|星期天|domenica|zondag|domingos|礼拜天|礼拜日',
    ],
    [
      'weekend',
      'weekend|weekends|wochenende|week-end|fin de semana|周末|wochenenden|fines de semana|fim de semana|week-ends',
    ],
  ]),
)
const span = phraseMatcher(
  wordings([
    ['week', 'week|woche|semaine|semana|settimana'],
    ['month', 'month|monat|mois|mes|mese|mês|maand'],
    ['year', 'year|jahr|année|año|anno|ano|jaar'],
  ]),
)
const relation = phraseMatcher(
  wordings([
    ['next', 'next|coming|nächste|nächsten|nächster|kommende|prochain|prochaine|próximo|próxima'],
    ['last', 'last|past|previous|letzte|letzten|letzter|dernier|dernière|pasado|pasada'],
    ['this', 'this|diese|diesen|dieser|ce|cette|este|esta'],
  ]),
)
const symbol = phraseMatcher(
  wordings([
    ['today', "today|tonight|heute|aujourd'hui|hoy|oggi|hoje|vandaag|今天|今日"],
    ['tomorrow', 'tomorrow|demain|domani|amanhã|明天|明日'],
    ['yesterday', 'yesterday|gestern|hier|ayer|昨天'],
    ['day after tomorrow', 'day after tomorrow|übermorgen|après-demain|pasado mañana|后天'],
    ['day before yesterday', 'day before yesterday|vorgestern|avant-hier|anteayer|前天'],
    [
      '--12-25',
      'christmas day|1st day of christmas|erster weihnachtstag|1. weihnachtstag|jour de noël|día de navidad|natale|dia de natal|eerste kerstdag',
    ],
    ['--12-26', 'boxing day|second day of christmas|zweiter weihnachtstag|2. weihnachtstag|tweede kerstdag'],
    [
      '--12-24',
      'christmas eve|heiligabend|heiliger abend|veille de noël|réveillon de noël|nochebuena|vigilia di natale|véspera de natal|kerstavond|平安夜',
    ],
    [
      '--12-31',
      "new year's eve|new years eve|silvester|silvesterabend|saint-sylvestre|nochevieja|capodanno vigilia|véspera de ano novo|oudejaarsavond|除夕",
    ],
    [
      '--01-01',
      "new year|new year's|new year's day|new years day|new years|neujahr|neujahrstag|jour de l'an|nouvel an|le jour de l'an|año nuevo|día de año nuevo|capodanno|ano novo|nieuwjaar|nieuwjaarsdag|元旦",
    ],
    ['christmas', 'christmas|xmas|weihnachten|noël|navidad|navidades|圣诞节|圣诞|kerst|kerstmis|natal'],
    ['easter', 'easter|ostern|pâques|pascua|pasqua|páscoa|pasen|复活节'],
    ['chinese new year', '春节|农历新年|chinese new year|lunar new year'],
    ['black friday', 'black friday'],
    ['last week', '上周'],
    ['next week', '下周'],
    ['last month', '上个月'],
    ['next month', '下个月'],
  ]),
)

/** Whether `relativeDayAt` may find one that begins with such a token. */
export const beginsRelativeDay = (token: Token): boolean =>
  symbol.begins(token) || weekday.begins(token) || relation.begins(token)

/** A day told by today or by its name: `tomorrow`, `next monday`, `last month`, `christmas`. */
export const relativeDayAt = (tokens: readonly Token[], at: number): SlotMatch | null => {
  const alone = symbol(tokens, at) ?? weekday(tokens, at)
  if (alone) return alone
  const related = relation(tokens, at)
  if (!related) return null
  const what = weekday(tokens, at + related.length) ?? span(tokens, at + related.length)
  return what && { value: `${related.value} ${what.value}`, length: related.length + what.length }
}
