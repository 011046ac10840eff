import type { Random } from '../../runtime/simulation/random.ts'

const things =
  `lantern bookcase kettle hammock trellis doormat umbrella teapot wardrobe birdhouse quilt chandelier easel footstool
  cutlery toolbox telescope jigsaw wheelbarrow aquarium typewriter picnic-basket sledge accordion metronome birdbath loom anvil
  compass hourglass sundial snorkel surfboard saddle barometer bellows spinning-wheel kayak toboggan harmonica`.split(
    /\s+/,
  )

const materials =
  `walnut copper bamboo granite linen porcelain wicker marble pewter cork mahogany felt slate velvet rattan
  enamel beech hemp bronze sandstone oak silk clay leather`.split(/\s+/)

const places =
  `balcony attic greenhouse campsite conservatory cellar classroom lighthouse caravan treehouse chapel bakery
  vineyard observatory stable library museum orchard boathouse workshop`.split(/\s+/)

const forms: readonly ((material: string, thing: string, place: string) => string)[] = [
  (material, thing, place) => `Would a ${material} ${thing} suit a ${place}?`,
  (material, thing, place) => `Which ${material} ${thing} do you recommend for a ${place}?`,
  (material, thing, place) => `How heavy is the ${material} ${thing} made for a ${place}?`,
  (material, thing, place) => `What glue holds a ${material} ${thing} together in a ${place}?`,
  (material, thing, place) => `Does the ${material} ${thing} fade in a sunny ${place}?`,
  (material, thing, place) => `Who designed the ${material} ${thing} in the ${place} catalogue?`,
]

/** Questions that the help centre does not answer and nobody has asked: each is a miss, and is learned. */
export const unknownQuestions = (random: Random): (() => string) => {
  const asked = new Set<string>()
  return () => {
    for (;;) {
      const asking = random.pick(forms)(random.pick(materials), random.pick(things), random.pick(places))
      // What the provider makes up sounds alike, so neighbours would agree on it; no entry is served for another size.
      const question = asking.replace('?', `, of ${random.int(10, 999)} cm?`)
      if (asked.has(question)) continue
      asked.add(question)
      return question
    }
  }
}

/** How many there are. */
export const unknownCount = forms.length * materials.length * things.length * places.length
