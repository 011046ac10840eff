const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Words that name nothing by themselves: they never make a span, and a capital at the start of a sentence means nothing. */
export const commonWords = words(`
a about actually after again all alright also always am an and another any anyone anything anyway are as at aye be because been
before being best better between but by bye can certainly check come could did do does doing done down each either else enough
even ever every excellent exactly few find fine first for from fantastic further get give go going good goodbye got great had
happy has have have having he hello help her here hey hi him his hmm how however i i'd i'll i'm i've if in indeed instead into
is it it's its just kindly know last let let's like lot lovely made make many may maybe me might more most much must my
need next nice no not now of off oh ok okay on once one only or other our out over perfect perhaps please possible pretty
really right said same say see seems shall she should show since so some something soon sorry still such super sure take tell
terrific than thank thanks that that's the their them then there there's these they they're thing think this those though
through to too towards try two under until up upon us use very wait want was we we'd we'll we're we've welcome well were what what's
when where where's which while who whose why will with within without wonderful won't would wow yeah yes yep yet you you'd you'll
you're you've your yourself absolutely additionally any awesome cheers cool correct could's details glad hold hopefully
i'd looking meanwhile moreover nope otherwise preferably regarding says sir madam sounds sometimes speaking
`)

/** Words in which a wish is put; what is wished for stands beside them. */
export const requestWords = words(`
add address amount anybody appreciate around ask assist assistance available book booked booking buy call cancel care change check
choose confirm contact cost count date day days detail details different enjoy everything explain feel figure finding found getting
going heard help helped helpful helpful helping hear hope hoping idea information inform interested interesting issue
keep kind live long looks love mean mention mind moment month name needed needs nothing number offer option options order
pay payment phone pick place plan planning prefer price problem proceed purchase put question read regular remind repeat request
reservation reserve return round schedule search searching see seem send service set sorts sound start stay suit suits telling that'll
thats thing things thinking time today tonight total transaction trying type using visit wanna wanted wanting watch way week whatever
whether wish wondering work working works worries worry year
`)

/** Numbers in words. */
export const numberWords = words(`
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen half twice couple
first second third fourth fifth sixth seventh eighth ninth tenth
`)

/** Words of dates, times and money, which join the numbers beside them. */
export const measureWords = words(`
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays
month months week weeks year years
today tomorrow tonight yesterday noon midnight morning afternoon evening night weekend
am pm a.m p.m o'clock dollars dollar bucks usd eur gbp euro euros pounds pence cents percent
`)

/** Of those, the ones that say nothing without a number beside them, or too much without one. */
export const dependentMeasures = words(`
may march mar am pm a.m p.m o'clock month months week weeks year years dollars dollar bucks usd eur gbp euro euros pounds pence cents percent
morning afternoon evening night second first half couple one
`)

/** They turn round a sentence, or one before it. */
export const negators = words(`
not no never none nobody nothing nowhere neither nor without cannot cancel cancelled canceled except unless refuse refused
actually instead rather correction
`)

/** What is wrong with a product, a parcel or a bill. */
export const issueWords = words(`
broken damaged defective faulty cracked scratched scratch missing torn leaking leak leaks stuck dead dented stained
broke breaks expired rotten late delayed lost stolen wrong incorrect incomplete unusable overheats overheating crashes
crashed freezes burnt noisy smells mouldy rusty duplicate doubled overcharged undelivered malfunctioning error
`)

/** What makes it cheaper. */
export const promotionWords = words(`
discount discounts coupon coupons voucher vouchers promo promotion promotional code sale rebate cashback bonus
loyalty points gift freebie complimentary waive waived
`)

/** What one side owes the other from then on. */
export const commitmentWords = words(`
promise promised promises guarantee guaranteed agree agreed confirm confirmed refunded credited compensate compensation
i'll we'll apologise apologize replaced escalated withdraw withdrawn withdrew arranged
`)

/** Common words that say how what is beside them belongs together, or what is asked for: they stay where filler goes. */
export const relationWords = words(`
what when where which who whose why how from until before after between under over within more most next last only another other
either or but if off will was were did had must first again still instead through since enough few many much each every all any both
`)

/** Words that mean something else with a particle behind them: "check in", "check out". */
export const particleVerbs = words(`
check checking checked sign signed log logged turn turned switch switched move moving drop dropped pick picked
`)
export const particles = words('in out on off up down over back')

/** Of the words in which a wish is put, those that say nothing about it. */
export const politeWords = words(`
appreciate ask assist assistance confirm correct enjoy feel figure finding getting going heard help helped helpful helping hear hope hoping idea inform
interested interesting kind like looks love mean mention mind moment needed needs planning prefer proceed question regular seem
searching sort sounds suit suits telling that'll thats things thinking trying using wanna want wanted wanting whatever wish wondering
worries worry details
`)
