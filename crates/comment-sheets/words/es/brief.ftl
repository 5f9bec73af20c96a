# El informe breve.

brief-title = Informe breve
brief-state = { $revision }: { $count } observaciones; Estados que figuran por su nombre: { $states }; observaciones sin atribución: { $unattributed }. Situación al { $instant }.
brief-for-members = Solo para los miembros. { $mark } señala lo que solo los miembros pueden leer o cuyo autor solo ellos pueden conocer.
brief-changes-heading = Novedades desde el { $since }
brief-changes = Observaciones nuevas: { $comments }. Acuerdos nuevos: { $agreed }. Discrepancias nuevas: { $differing }.
brief-more = y { $count } más ({ $where })
brief-on-behalf-of = en nombre de { $groups }

brief-paragraphs-heading = Párrafos, empezando por los más controvertidos
brief-no-paragraphs = No hay observaciones sobre ningún párrafo.
brief-paragraph = Párrafo
brief-differing = Los miembros discrepan en
brief-alternatives = Alternativas
brief-comments = Observaciones
brief-leading = Con más Estados a favor
brief-paragraphs-order = Ordenados por las observaciones en que los miembros discrepan, después por las alternativas en competencia y después por las observaciones.
brief-more-paragraphs =
    { $count ->
        [one] Y { $count } párrafo más con observaciones ({ $where }).
       *[other] Y { $count } párrafos más con observaciones ({ $where }).
    }

brief-positions-heading = Posición de cada Estado
brief-contradictory = Constan varias posiciones de { $states }.
brief-without-position =
    { $count ->
        [one] { $count } Estado invitado no tiene ninguna posición que usted pueda conocer.
       *[other] { $count } Estados invitados no tienen ninguna posición que usted pueda conocer.
    }

brief-disputes-heading = En qué discrepan los miembros
brief-no-disputes = Los miembros no discrepan en ninguna observación.
brief-dispute = ({ $from }; { $paragraph }): «{ $text }» – { $disposition }, propuesta de { $member }.
brief-differs = { $member } discrepa desde el { $day }
brief-more-disputes =
    { $count ->
        [one] Y { $count } observación más ({ $where }).
       *[other] Y { $count } observaciones más ({ $where }).
    }
brief-not-heard =
    { $count ->
        [one] { $member } no ha expresado su parecer sobre { $count } observación, con propuesta del { $day }.
       *[other] { $member } no ha expresado su parecer sobre { $count } observaciones, con propuestas desde el { $day }.
    }

brief-supported-heading = La frase con más Estados a favor
brief-supported-none = No se ha propuesto ninguna redacción para ningún párrafo.
brief-supported-on = Párrafo { $paragraph }
brief-supported-how = Propuesta para el párrafo más controvertido que tiene alguna redacción; ninguna otra tiene allí más Estados a favor: { $count } ({ $who }). Una observación sin atribución cuenta como una.
brief-supported-undisputed = Ningún miembro discrepa en una observación que la propone.
brief-supported-disputed = Discrepan en una observación que la propone: { $members }.
brief-supported-ties =
    { $count ->
        [one] Otra tiene los mismos; esta es la primera en el texto.
       *[other] Otras { $count } tienen los mismos; esta es la primera en el texto.
    }

brief-silence-heading = El silencio antes del evento clave
brief-silence-adopted = El texto se adoptó el { $at }.
brief-silence-withdrawn = La propuesta se retiró el { $at }.
brief-silence-kept = El silencio se mantiene hasta el { $until }.
brief-silence-kept-in-time = El silencio se mantiene hasta el { $until }, antes de que comience { $event }.
brief-silence-kept-too-long = El silencio se mantiene hasta el { $until }, después de que comience { $event }.
brief-silence-no-key-event = La propuesta no tiene evento clave.
brief-silence-fits = El silencio todavía es posible: el texto puede someterse a él hasta el { $until }. { $event } comienza el { $begins }.
brief-silence-urgent = El silencio solo es posible si la presidencia declara la urgencia, hasta el { $until }. { $event } comienza el { $begins }.
brief-silence-too-late = El silencio ya no es posible. { $event } comienza el { $begins }.

brief-package-heading = Lo que puede resolverse en un solo acto
brief-package-ready =
    { $count ->
        [one] Someter a silencio la otra ({ $count }):
       *[other] Someter a silencio las otras { $count }:
    }
brief-package-how = El miembro que dirige la propuesta o la presidencia pueden enviar esta solicitud, con un objeto vacío como cuerpo. Abarca, durante 72 horas, todas las observaciones cuya decisión está propuesta, no publicada y sin discrepancias.
brief-package-open =
    { $count ->
        [one] { $count } decisión está en silencio hasta el { $until }.
       *[other] { $count } decisiones están en silencio hasta el { $until }.
    }
brief-package-nothing = Ahora no puede someterse a silencio ninguna decisión.
brief-where = … equivale a { $place }
