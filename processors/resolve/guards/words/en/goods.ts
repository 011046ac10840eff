/** Shops and parcels. */
export const enGoods = `
    item: something i bought, something i ordered, something i purchased, something i have bought, what i bought, what i ordered, things i bought, item, items, product, products, article, articles, goods, merchandise
    order: orders, ordered, ordering, place an order, placing an order, make an order, put in an order, orders placed, purchase, purchases, purchased, purchasing, my purchase, buys, buyer
    return: returned, returning, send it back, sending back, sent back, take it back, bring it back, give it back, giving back, return an item, return items, return something, return a product, return products, make a return, returns process, hand back, taking back, bringing back, mail back, post back
    returnlabel: return label, returns label, label for a return, return shipping label, label for returning, label to return
    returnpolicy: return policy, returns policy, policy on returns, policy for returns
    exchange: swapping, swaps, swapped, exchanged, exchanging, exchanges, trade, trading
    ship: send parcels, sending parcels, send a parcel, sending a parcel, send packages, send a package, send goods, send orders, send my order, delivered, delivering, deliveries, shipments, shipping to, post to, mail to, have it delivered, get delivered, drop off at my door
    ship cost: shipping cost, shipping costs, cost of shipping, shipping fee, shipping fees, shipping charge, shipping charges, delivery cost, delivery costs, delivery fee, delivery fees, delivery charge, delivery charges, cost of delivery, postage cost, postage costs, price of delivery, price of shipping, shipping price, delivery price, postage, cost to ship, cost to deliver, charge for delivery, charge for shipping, charge for postage
    ship free: free shipping, free delivery, free postage, ship free, ship for free, delivered free, delivered for free, shipped for free, no shipping cost, shipping free, delivery free
    ship express: express shipping, express delivery, fast delivery, faster delivery, quick delivery, next-day delivery service, rush delivery, expedited shipping, expedited delivery, priority shipping, priority delivery, rush shipping
    express: express, expedited, rush, expedite
    nextday: next-day delivery, next day delivery, overnight shipping, overnight delivery, next-day shipping
    sameday: same-day delivery, same day delivery, delivery on the same day, delivered on the same day, delivered the same day, same-day
    howlong ship: delivery times, shipping times, how quickly do you ship, how quickly do you deliver, how soon will i receive, how fast do you ship, how fast do you deliver, how fast is delivery, how fast is shipping, how long does delivery take, how long does shipping take, how long do deliveries take, how long for delivery, how long until delivery, how long until it arrives, how long until my order arrives, how long will delivery take, shipping duration, how soon do you deliver, how soon do you ship, how long for an order to arrive, how long does it take to deliver, how long does it take to ship, how long does an order take, how many days does delivery take
    arrive: arrive, arrived, arrives, arriving, turn up, turned up, turns up, show up, shows up, showed up, get here, gets here, come in the mail, be delivered
    notarrived: not arrived, hasn't arrived, didn't arrive, has not arrived, never arrived, not come, hasn't come, not been delivered, hasn't been delivered, never came, never turned up, hasn't turned up, not turned up, never showed up, hasn't shown up, not received, haven't received, didn't receive, did not receive, have not received, never received, never got, didn't get, haven't got my, not turn up, didn't turn up, did not turn up, not show up, did not arrive, hasn't shown up, not appeared, doesn't arrive, does not arrive, don't arrive, fails to arrive, not delivered, never been delivered, don't receive, isn't delivered, doesn't turn up, doesn't come, doesn't show up, nondelivery, non-delivery
    parcel: parcels, packages, packets, my delivery
    track: tracking my, tracked, tracks, trace my, keep track of, follow my, monitor, see where, check where, tracking information, tracking info, where my parcel is, find out where, track and trace
    trackingnumber: tracking number, tracking code, tracking id, tracking numbers, consignment number
    ordernumber: order number, order id, number of my order, order reference, order numbers
    courier: courier, delivery company, shipping company, carrier company, delivery service, delivery person, delivery driver, delivery man
    pickup: picked up, picking up, collecting, collected, collect in person, fetch, pick it up, collect it
    pickuppoint: pickup point, pick-up point, collection point, pickup location, pick-up location, collect point, parcel shop, parcel locker, locker
    clickandcollect: click and collect, click & collect, reserve and collect, buy online and pick up in store, order online and pick up in store, in-store pickup, store pickup, pick up in store, pick up in a store, collect in store, collect from store, collect from the store, collect from a store, pick up at the store
    neighbour: neighbour, neighbor, person next door, next-door
    dropoff: dropped off, dropping off, hand over
    damaged: arrived damaged, came damaged, damaged in transit, damages, dented, smashed, in pieces, got damaged
    broken: breaks, broke, faulted, malfunctioning, malfunction, malfunctions, doesn't function, not function, does not function, defect, defects, stopped functioning, not functioning, has a fault, has a defect, won't work, won't turn on, doesn't turn on, dead on arrival
    wrong: mistaken, wrongly, not the one i ordered, not what i ordered, different from what i ordered, incorrectly, not correct
    wrongitem: wrong item, wrong product, wrong article, wrong thing, different item, incorrect item, something i didn't order, something else than i ordered, something different, wrong order, got the wrong, sent me the wrong, sent the wrong, received the wrong
    missing: came without, arrived without, arrives without, delivered without, comes without, came with no, missing from, not in the box, wasn't in, incomplete, something missing, lacks
    missingitem: missing item, item missing, items missing, part missing, missing part, missing parts, missing items, item is missing
    stock: stock, in stock
    outofstock: out of stock, sold out, not in stock, unavailable, not available
    restock: restock, back in stock, restocked, available again
    preorder: pre-order, preorder, pre order, order in advance, order ahead, order before release
    backorder: back order, backorder
    shop: shops, retail store, outlet, physical store, physical shop, brick-and-mortar, physical location
    nearest: nearest, closest, nearby, near me, close to me, close by, around here
    when open: opening hours, open hours, hours of business, hours of opening, store hours, shop hours, working hours, office hours, what are your hours, what hours are you open, what hours, when do you open and close, when do you open, what time do you open, opening time, hours are you open, times are you open, trading hours, visiting hours
    close: closed, closes, shutting, closing time
    when close: what time do you close, when do you close, closing time, close at what time
    giftwrap: wrapped as a gift, gift-wrapped, gift wrapped, wrapped as a present, gift packaging, wrap it as a gift, wrap as a gift, wrap presents, wrap gifts, present wrapping
    gift: gift, present, gifts, presents
    giftmessage: gift message, gift note, gift card message, greeting card, note with the gift, message with the gift
    warranty: warranties, guarantees, guaranteed, under guarantee, under warranty, manufacturer's warranty, guarantee period, warranty period
    repair: repairs, repaired, repairing, fixes, fixed, fixing, mended, mending, service my, get it fixed, get it repaired
    replace: replaced, replacing, replacements, new one instead, a new one, swap out
    cashondelivery: cash on delivery, pay on delivery, payment on delivery, paying on delivery, pay the courier, pay at the door, pay cash on delivery, pay upon delivery
    reschedule ship: change the delivery date, change my delivery date, change a delivery date, delivered on another day, delivered another day, different delivery date, another delivery date, deliver on another day, reschedule my delivery, reschedule the delivery, reschedule a delivery, postpone my delivery, delivered on a different day, move my delivery, deliver on a different day, delivery on another day
    size: dimension, dimensions, measurements, size, sizing, sizes
    sizechart: size chart, size guide, sizing chart, sizing guide, size table, measurements chart
    toobig: too big, too large, oversized, doesn't fit, does not fit, don't fit, not fit, too small, too tight, too loose, wrong size, too long, too short
    colour: colours, colors, coloured, colored, shade
    clothes: clothes, clothing, garment, garments, apparel
    trousers: trousers, pants
    jumper: jumper, sweater, pullover
    trainers: trainers, sneakers, running shoes
    shoe: shoe, shoes, footwear
    furniture: furniture
    sofa: sofas, couches
    fridge: fridge, refrigerator
    washingmachine: washing machine, washer
    vacuum: vacuum cleaner, hoover, vacuum
    oven: oven
    cooker: cooker, stove
    headphones: headphones, earphones, earbuds
    battery: battery, batteries
    charger: charger, charging cable, power adapter, power supply unit
    sparepart: spare part, spare parts, replacement part, replacement parts
    assemble: assemble, assembly, put together, putting together, assembled, build up
    packaging: packaging, packing, box, original packaging, wrapping, original box
    openbox: opened the box, unsealed, unpacked, opened packaging
    worn: worn, already wore, wore, have worn
    label: label, tag, tags, labels
    material: fabric, materials
    washable: machine washable, washable, machine-washable, put in the washing machine, go in the washing machine, wash in the machine, be washed, wash it in the washing machine
    review: review, reviews, rating, ratings, feedback, leave a review
    recycle: recycle, recycling, dispose of, disposal, take away my old, old appliance
    sample: sample, samples, trial size, tester
    wholesale: wholesale, bulk, in bulk, large quantities, large quantity, bulk order, bulk orders
    loyaltycard: loyalty card, loyalty programme, loyalty program, rewards programme, rewards program, reward programme, reward program, loyalty scheme, bonus card, rewards card, points scheme, bonus programme
    points: points, loyalty points, bonus points, reward points, rewards points
    redeem: redeem, cash in, use up, spend my points, use my points, use points, redeeming, redemption
    earn: earn, collect points, gain points, accumulate, accrue
    wishlist: wish list, wishlist, favourites, favorites, save for later
    basket: basket, cart, shopping cart, shopping basket, trolley, shopping bag
    checkouttill: till, cash desk, cash register
    catalogue: catalogue, catalog, brochure
    allergy: allergic, allergy, allergies, allergen, allergens
    vegan: vegan
    vegetarian: vegetarian
    halal: halal
    kosher: kosher
    glutenfree: gluten-free, gluten free, without gluten, coeliac, celiac
    lactosefree: lactose-free, lactose free, dairy-free, dairy free, without lactose
    food: dish, dishes, snack, snacks, menu, food, meal, meals
    fresh: fresh
    organic: organic
    ingredients: ingredients, ingredient
    expirydate: expiry date, expiration date, best before date, use-by date, use by date, best-before
    pricematch: price match, match a price, match prices, price matching, match the price, beat the price, price guarantee
    customsduty: customs duty, customs, import duty, duties, import tax, customs fee, customs fees, import duties, import fees, customs charges
    change order: change my order, edit my order, amend my order, modify my order, alter my order, make changes to my order, update my order, change an order, edit an order, modify an order, amend an order, make a change to my order, alter an order, change something in my order
    cancel order: cancel an order, cancel my order, cancel the order, withdraw my order, back out of an order, back out of my order, call off my order
    guestcheckout: guest checkout, check out as a guest, checkout as guest, as a guest, order as a guest, buy as a guest, without an account, without creating an account, without registering, without signing up
`
