/** Airlines, trains, hotels, cars. */
export const enTravel = `
    reserve: reserved, reserving, reservations, bookings, make a reservation, make a booking, my booking, my reservation
    fly: flights, flies, air travel
    plane: planes, aeroplane, aeroplanes, airplanes, on board an aircraft
    onboard: on board, onboard, aboard, on the plane, on the aircraft, in the cabin, inflight, in-flight, during the flight, on the flight
    luggage: bags, suitcases, my bags, baggage allowance, luggage allowance
    handluggage: hand bag, carry-on bag, carry-on luggage, carry-on baggage, carry-ons, cabin luggage, cabin bags, cabin suitcase
    checkedluggage: checked bag, checked baggage, checked luggage, hold luggage, hold baggage, checked bags, bag in the hold, check a bag, check in a bag, check in luggage
    extraluggage: extra luggage, extra baggage, extra bag, additional luggage, additional baggage, additional bag, another suitcase, excess baggage, excess luggage, more luggage, second bag
    lostluggage: lost luggage, lost baggage, lost bag, missing luggage, missing baggage, luggage lost, bag lost, my bag didn't arrive, my suitcase didn't arrive, lost my luggage, lost my bag, luggage doesn't arrive, luggage goes missing, bag goes missing, baggage goes missing
    overweight: overweight, too heavy, over the weight limit, exceeds the weight limit, weighs too much
    weightlimit: weight limit, weight allowance, maximum weight, how heavy can, how heavy may, how much can weigh, max weight, how much may weigh
    boardingpass: boarding pass, boarding card, boarding passes
    ticket: ticket, tickets
    eticket: e-ticket, electronic ticket, digital ticket, mobile ticket
    seat: seats, seating, choose a seat, pick a seat, select a seat, seat selection, seat reservation
    aisle: aisle
    window: window
    legroom: legroom, leg room, extra legroom, more legroom, extra leg room, more leg room
    businessclass: business class
    firstclass: first class
    economy: economy, economy class, coach class
    upgrade: upgrades, upgraded, upgrading, move up to
    layover: layovers, connecting flight, stop over, stopovers, connection at
    connection: missed connection, miss my connection
    missedflight: miss my flight, missed my flight, missed the flight, miss a flight, miss the flight, missing my flight, too late for my flight
    changeflight: change my flight, rebook my flight, change my flight date, move my flight, change a flight, rebook a flight, change the date of my flight, switch my flight, reschedule my flight, change my flight to another, another flight instead
    rebook: rebook, rebooking
    airport: airport
    transferservice: airport transfer, airport shuttle, shuttle, shuttle bus, shuttle service, pickup from the airport, pick up from the airport, pick me up from the airport, transport from the airport
    terminal: terminal
    gate: gate
    lounge: lounge
    passengers: passenger, passengers, traveller, travellers, traveler, travelers
    infant: infant, baby, babies, infants, newborn, toddler
    pram: pram, stroller, pushchair, buggy
    unaccompanied: unaccompanied, travel alone, travelling alone, traveling alone, by himself, by herself, on their own, fly alone, flying alone
    minor: minor, minors, under-18s, underage
    pregnant: pregnant, pregnancy, expecting a baby, expectant
    wheelchair: wheelchairs, reduced mobility, mobility assistance
    accessible: accessible, accessibility, step-free, barrier-free, wheelchair accessible, wheelchair access, wheelchair users, accessible for wheelchairs, accessible by wheelchair
    pet: pets, animal, animals
    dog: dogs, puppy, pup
    cat: cats, kitten
    liquid: liquid, liquids
    train: train, trains, rail
    railway: railway, railroad
    platform: platform
    bus: bus, buses, coach
    tram: tram, streetcar, trolley car
    metro: metro, underground, subway, tube
    taxi: taxi, cab, taxis
    ferry: ferry
    cruise: cruise
    timetable: timetable, schedule, departure times, train times
    depart: depart, departure, departs, departing, leave, leaves, leaving, left, set off, take off
    ticketinspector: inspector, conductor
    return ticket: round trip, round-trip, return ticket, return fare, roundtrip
    oneway: one-way, one way, single ticket
    fare: fare, fares
    hotel: hotel, hotels
    hostel: hostel
    room: rooms, bedroom, hotel room
    doubleroom: double room, room for two
    singleroom: single room
    twinroom: twin room
    suite: suite
    bed: bed, beds
    cot: cot, crib, baby bed
    extrabed: extra bed, additional bed, rollaway bed, spare bed, folding bed
    checkin: check-in time, checking in, checked in, check in time, arrive at the hotel
    checkout: check-out time, checking out, checked out, leave the room, vacate the room
    latecheckout: late check-out, late checkout, check out late, check out later, later check-out, later checkout, leave later
    earlycheckin: early check-in, early checkin, check in early, check in earlier, earlier check-in
    storeluggage: store my luggage, leave my luggage, luggage storage, store my bags, leave my bags, store luggage, leave luggage, leave bags, keep my luggage, baggage storage, left luggage, drop off my bags, store bags
    breakfast: breakfasts, morning meal
    dinner: dinner, evening meal
    lunch: lunch, midday meal
    halfboard: half board
    fullboard: full board
    allinclusive: all-inclusive, all inclusive
    pool: pool, swimming pool
    gym: gym, fitness centre, fitness center, fitness room, fitness studio, workout room
    spa: spa
    sauna: sauna
    beach: beach
    view: sea view, ocean view
    reception: reception, front desk
    towel: towel, towels
    bathrobe: bathrobe
    housekeeping: housekeeping, room cleaning
    smoke: smoking, smokers, smoker
    parking: parked, parks, car parks, parking lots, parking space, parking spaces, parking spot, parking garage, garage, place to park, somewhere to park, park my car, leave my car, parking available, car-park
    chargingstation: charging station, charging point, charge point, ev charger, ev charging, charging stations, charge my electric car, charge an electric car
    electriccar: electric car, electric vehicle, ev, e-car
    car: cars, vehicle, vehicles, auto
    van: van
    truck: truck, lorry
    rentalcar: rental cars, car hire, rental vehicle, hired car, rented vehicle, hire vehicle, car rental, rent a car, hire a car, renting a car, hiring a car
    rent: rented, renting, hired, hiring, rental, lease, leasing
    driver: driver, drivers
    extradriver: additional driver, second driver, extra driver, another driver
    licence: driving licence, driving license, driver's license, drivers license, driver's licence, driver licence, driver license
    age: age, how old, years old, old
    minimumage: how old must, how old should, how old does, minimum age, age limit, how old do i have to be, how old do you have to be, how old must i be, from what age, at what age, lowest age, youngest age
    tyre: tyre, tire, tyres, tires
    wintertyres: winter tyres, winter tires, snow tyres, snow tires
    childseat: child seat, car seat, booster seat, baby seat, child car seat, kid's seat, seat for a child
    fuelpolicy: fuel policy, full tank, tank full
    tank: tank
    toll: toll, tolls
    mileage: mileage, kilometre limit, mileage limit
    crossborder: across the border, cross the border, over the border, drive abroad, drive to another country, take it abroad
    delay compensation: compensation for delay, compensation for a delay, compensation for delays, compensation for a delayed, compensated for a delay
    compensation: compensation, compensate, compensated, damages paid
    delay: delays, delaying, running late, behind schedule, not on time
    travel: travels, trips, journeys, tour
    travelagent: travel agent, travel agency
    trip: voyage, tours
    holiday: holidays, vacations
    publicholiday: public holiday, public holidays, bank holiday, bank holidays, national holiday, national holidays
    visa: visas
    passport: passports
    vaccination: vaccinations, vaccinated against, jabs, shot, shots, inoculation
    noshow: no-show, don't show up, do not show up, doesn't show up, fail to show up, don't turn up
    itinerary: itinerary, travel plan
    destination: destination, destinations
    miles: miles, air miles, frequent flyer miles, frequent flyer points
    nonrefundable: non-refundable, nonrefundable, not refundable
    ski: ski, skis, skiing
    surfboard: surfboard
    instrument: musical instrument, guitar, violin
    group: group, groups, party of
    groupbooking: group booking, group bookings, book for a group, booking for a group, group reservation
    quiet: quiet, silent, calm
    balcony: balcony, terrace
    kitchen: kitchen, kitchenette
    lift: lift, elevator
    stairs: stairs
    floor: floor, storey, story
    ground: ground floor
    safe: hotel safe, room safe
    valuables: valuables, valuable items
    lostproperty: lost property, lost and found, left something behind, left behind, forgot something in
`
