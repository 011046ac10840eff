import { esFiller, esService } from './es/service.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What Spanish questions to customer services say in more than one way. */
export const es: Vocabulary = {
  filler: `
    el, la, los, las, lo, un, una, unos, unas, este, esta, estos, estas, ese, esa, esos, esas, yo, tú, él, ella, nosotros, ustedes, usted, me, te, se, le, les, nos, mi, mis, tu,
    tus, su, sus, suya, suyo, nuestro, nuestra, soy, eres, es, son, somos, era, fue, ser, sido, siendo, estoy, está, están, estar, estado, he, ha, han, haya, había, haber, hay, tengo, tiene, tienen, tener, tenga, tengan, puedo, puede, pueden, podría, poder, podemos, se puede, se pueden, debería, qué tengo que hacer, qué debo hacer, tengo que hacer, quiero, quisiera, querría, deseo, yo necesito, posible, posibilidad, permite, permiten, permitido, permitida, admite, admiten, acepta, aceptan aquí, de, del, a, al, en, con, por, para, sobre, desde,
    hasta, y, e, o, u, pero, también se, pues, que, qué, cuál, cuáles, cómo, como, dónde, donde, si, qué pasa, pasa, ocurre, sucede, hacer, hago, hace, hacen, haga, forma, manera, modo, mejor forma, método, proceso, pasos, ayuda, ayudar, ayúdame, pregunta, saber, sé,
    decir, explicar, significa, quiere decir, significar, favor, por favor, gracias, hola, buenos días, buenas tardes, buenas, algo, alguna, algún, alguno, cosa, problema, problemas, disponible, disponibles, ofrecen, ofrece, ofrecer, encontrar, encuentro, usar, uso, utilizar, utilizo, aplicar, aplico, ya, aquí, ahí, más o menos, bien, no sé, no se como, ir, va, voy, dar,
    doy, obtener, obtengo, consigo, conseguir, realizar, cuáles son, de qué, así, entonces, ponerme, poner, color, a partir de, a partir, llevar, llevo, tarda, tardan, dura, duración, puedo pagar con, se puede pagar con, aceptan, aceptaron, aceptó, motivo, válido, vale el cupón,
    ${esFiller},
    también, mientras, durante, incluso, aun`,
  concepts: `
    refund: reembolso, devuelven el dinero, devolución del dinero, reembolsar, devolver el dinero, me devuelven el dinero, devuelvan el dinero, recuperar mi dinero, recuperar el dinero
    return: devolver, devolución, devuelvo, devuelven, devoluciones
    exchange: cambiar por, canjear
    cancel: cancelar, cancelo, cancelación, anular, anulo, anulación, cancela
    unsubscribe: dar de baja, darme de baja, baja
    signup: dar de alta, darme de alta, registrar, registro, suscribirme, inscribir
    renew: renovar, renuevo, renovación
    order: pedido, orden, compra
    buy: comprar, compro
    sell: vender, venta
    book: reservar, reserva, reservo
    parcel: paquete
    ship: envío, envíos, entrega, entregan, entregar, envían, entregas, enviado, enviar pedidos
    send: enviar, mandar
    receive: recibir
    pay: pagar, pago, abonar
    payment method: formas de pago, métodos de pago, medios de pago, con qué métodos puedo pagar, cómo puedo pagar
    invoice: factura, recibo
    billing: facturación
    cost: cuesta, cuánto cuesta, precio, coste, costo, tarifa, cuánto vale, vale, cuánto es, cuestan, qué precio tiene
    free: gratis, gratuito, gratuita, sin coste
    discount: descuento, rebaja
    account: cuenta
    openaccount: abrir una cuenta
    open: abrir, abren, abierto, abierta, abro
    close: cerrar, cierro, cerrado
    enable: activar, activo, activación, encender, habilitar, enciendo
    disable: desactivar, desactivo, desactivación, apagar, deshabilitar
    start: empezar, empiezan, comenzar, comienzan, inicio, empieza, comienza, iniciar
    end: terminar, terminan, acabar, acaba, termina, acaban, finalizar, finaliza
    login: iniciar sesión, entrar en mi cuenta
    logout: cerrar sesión
    password: contraseña, clave
    forget: olvidado, olvidé, no recuerdo, olvidar
    reset: restablecer, reiniciar
    change: cambiar, cambio, modificar, actualizar, modifico
    increase: aumentar, aumento, subir
    decrease: reducir, reduzco, bajar, disminuir
    lock: bloquear, bloqueo
    unlock: desbloquear, desbloqueo
    add: añadir, añado, agregar, agrego
    delete: quitar, quito
    delete: borrar, borro, eliminar, elimino
    connect: conectar, conecto
    disconnect: desconectar
    instalment: a plazos, plazos, cuotas
    agent: persona, agente, humano, asesor, operador
    talk: hablar
    contact: contactar, contacto, contacto con, en contacto, ponerme en contacto, comunicarme
    service: atención al cliente, servicio de atención al cliente, servicio al cliente, soporte
    report: reportar, denunciar, informar
    ask: pedir, pido, solicitar, solicito
    appointment: cita
    dentist: dentista
    cover: cubre, cubrir, cubiertos, cubiertas, cubierto, cubren
    insurance: seguro
    abroad: al extranjero, extranjero, del extranjero
    when: cuándo, a qué hora, qué día
    when open: horario, horarios, horas de apertura
    why: por qué, por qué motivo, por qué razón
    who: quién, quiénes
    must: debo, debe, deben, hay que, tengo que, tiene que, necesito, necesita, necesitan, necesario, necesarios, necesaria, hace falta, obligatorio, obligatoria
    whereis: dónde está, dónde están, dónde queda
    howlong: cuánto tarda, cuánto dura, cuánto tiempo, tiempo, cuánto tardan, cuál es la duración
    howlong ship: tiempo de envío, plazo de entrega, tiempo de entrega
    howmany: cuántos, cuántas
    cheap: más barato, barato, barata, más económico, económico, más barata
    expensive: más caro, caro, cara
    wifi: wifi, wi-fi
    tv: televisor, televisión, tele
    mobile: móvil, celular, teléfono móvil
    phone: teléfono
    shop: tienda
    size: talla
    room: habitación, habitaciones
    sim: tarjeta sim, sim
    savings: cuenta de ahorro, ahorro, la de ahorro
    checking: cuenta corriente
    move: pasar, paso, transferir, transfiero, mover
    fly: vuelo, vuelos, volar
    shoe: zapato, zapatos
    enterhotel: entrar al hotel, entrada en el hotel, hacer la entrada
    leave: salir, salido, salió, haya salido
    minors: menor, menores
    twostep: dos pasos
  `,
  service: esService,
  quantifiers: `
    all: todo, toda, todos, todas, cada, cualquier, entero, entera
    both: ambos, ambas, los dos, las dos
    some: algunos, algunas, varios, varias, unos cuantos
    few: pocos, pocas
    most: la mayoría, mayoría
    only: solo, sólo, solamente, únicamente
    least: al menos, como mínimo, mínimo, por lo menos
    atmost: como máximo, máximo, a lo sumo, hasta
    more: más de
    less: menos de
    first: primero, primera
    last: último, última
  `,
  conditions: `
    unless: salvo, a menos que, excepto, salvo si, excepto si
    before: antes, antes de
    after: después, después de, después de que, una vez que, tras, cuando ya
    until: hasta que
    onlyif: solo si, sólo si
    evenif: aunque, incluso si
    insteadof: en vez de, en lugar de
  `,
  roles: `
    from: de, del, desde, a partir de
    to: a, al, hacia, hasta
    for: por
    than: que el, que la, que
    instead: en vez de, en lugar de
  `,
}
