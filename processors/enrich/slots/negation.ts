import type { SlotKind } from './kind.ts'
import { phraseMatcher, wordings } from './phrases.ts'

// These negate the asker's knowledge, not what is asked for: "I don't know how to cancel" asks how to cancel.
const idiom = phraseMatcher(
  wordings([
    [
      null,
      "do not know|don't know|dont know|don't really know|did not know|didn't know|not sure|not certain|not aware|no idea|no clue|cannot find|can't find|cant find|can not find|could not find|couldn't find|don't remember|do not remember|can't remember|cannot remember|can't recall|don't understand|do not understand|didn't understand|don't get|not understand|can't figure out|cannot figure out|can't see|cannot see|can't see where|don't see|why not|why don't|why doesn't|or not|if not|never mind|nevermind|no problem|no worries|not only|don't you|doesn't it|isn't it|won't you|can't you|couldn't you|no matter|at no cost|at no charge|at no extra cost|no extra cost|no more than|no less than|no later than|doesn't matter|do not hesitate|don't mind|yes or no|ich weiß nicht|weiß nicht|keine ahnung|je ne sais pas|no sé|no se como|no encuentro|不知道|不知|不确定|是不是|能不能|可不可以|可不可|有没有|要不要|会不会|用不用|需不需要|行不行|好不好|收不收|支不支持|允不允许|含不含|包不包|不好意思|不同|不一样|不过|不错|不仅|不但|不管|不论|差不多|不少|不久|特别|区别|级别|类别|性别|个别|分别|别人|别的|差别|识别|没问题|未来|对不起|keine frage|nicht wahr|pas de problème|no hay problema|can't wait|not only that",
    ],
  ]),
)
const particle = phraseMatcher(
  wordings([
    ['without', 'without|w/o|ohne|sans|sin'],
    [
      'not',
      'not|never|no|none|neither|nor|nobody|nothing|nowhere|cannot|unable|fail to|fails to|failed to|no longer|not any more|not anymore|dont|cant|wont|didnt|doesnt|isnt|arent|wasnt|havent|hasnt|couldnt|shouldnt|wouldnt|nicht|nie|niemals|kein|keine|keinen|keinem|keiner|nicht mehr|pas|jamais|aucun|aucune|plus jamais|nunca|jamás|ningún|ninguna|tampoco|non|niet|geen|不|没|没有|未|无法|别|从未|从不',
    ],
  ]),
)

/** Negations that change what is asked: `not` or `without`. */
export const negation: SlotKind = {
  kind: 'negation',
  begins: token => idiom.begins(token) || particle.begins(token) || token.text.endsWith("n't"),
  match: (tokens, at) => {
    const { text, kind } = tokens[at]!
    if (kind !== 'word') return null
    return idiom(tokens, at) ?? particle(tokens, at) ?? (text.endsWith("n't") ? { value: 'not', length: 1 } : null)
  },
}
