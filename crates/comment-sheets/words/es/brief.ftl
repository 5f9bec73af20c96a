# El informe breve.

brief-title = Informe breve
brief-state =
    { $count ->
        [one] { $revision }: { $count } observación. Situación al { $instant }.
       *[other] { $revision }: { $count } observaciones. Situación al { $instant }.
    }
brief-more = y { $count } más
brief-on-behalf-of = en nombre de { $groups }

brief-paragraphs-heading = Párrafos, empezando por los más controvertidos
brief-no-paragraphs = No hay observaciones sobre ningún párrafo.
brief-paragraph = Párrafo
brief-differing = Los miembros discrepan en
brief-alternatives = Alternativas
brief-comments = Observaciones
brief-paragraphs-order = Ordenados por las observaciones en que los miembros discrepan, después por las alternativas en competencia y después por las observaciones.
brief-more-paragraphs =
    { $count ->
        [one] Y { $count } párrafo más con observaciones.
       *[other] Y { $count } párrafos más con observaciones.
    }

brief-positions-heading = Posición de cada Estado
brief-without-position =
    { $count ->
        [one] { $count } Estado invitado no tiene ninguna posición que usted pueda conocer.
       *[other] { $count } Estados invitados no tienen ninguna posición que usted pueda conocer.
    }

brief-disputes-heading = En qué discrepan los miembros
brief-no-disputes = Los miembros no discrepan en ninguna observación.
brief-dispute = ({ $from }; { $paragraph }): { $disposition }, propuesta de { $member }.
brief-differs = { $member } discrepa desde el { $day }
brief-more-disputes =
    { $count ->
        [one] Y { $count } observación más.
       *[other] Y { $count } observaciones más.
    }

brief-supported-heading = La alternativa con más Estados a favor
brief-supported-none = No se ha propuesto ninguna redacción para el párrafo más controvertido.
brief-supported-on = Párrafo { $paragraph }
brief-supported-how = Elegida porque ninguna otra propuesta para el párrafo más controvertido tiene más Estados a favor: { $count } ({ $who }). Una observación sin atribución cuenta como una. Las palabras son las propuestas.
brief-supported-ties =
    { $count ->
        [one] Otra tiene los mismos; esta es la primera en el texto.
       *[other] Otras { $count } tienen los mismos; esta es la primera en el texto.
    }

brief-silence-heading = El silencio antes del evento clave
brief-silence-adopted = El texto se adoptó el { $at }.
brief-silence-withdrawn = La propuesta se retiró el { $at }.
brief-silence-kept = El silencio se mantiene hasta el { $until }.
brief-silence-kept-in-time = El silencio se mantiene hasta el { $until }, antes de que comience el evento clave.
brief-silence-kept-too-long = El silencio se mantiene hasta el { $until }, después de que comience el evento clave.
brief-silence-no-key-event = La propuesta no tiene evento clave.
brief-silence-fits = El silencio todavía es posible: el texto puede someterse a él hasta el { $until }. El evento clave comienza el { $event }.
brief-silence-urgent = El silencio solo es posible si la presidencia declara la urgencia, hasta el { $until }. El evento clave comienza el { $event }.
brief-silence-too-late = El silencio ya no es posible. El evento clave comienza el { $event }.

brief-package-heading = Lo que puede resolverse en un solo acto
brief-package-ready =
    { $count ->
        [one] Someter a silencio la otra ({ $count }):
       *[other] Someter a silencio las otras { $count }:
    }
brief-package-how = El miembro que dirige la propuesta o la presidencia pueden enviar esta solicitud, con un objeto vacío como cuerpo. Abarca todas las observaciones cuya decisión está propuesta, no publicada y sin discrepancias.
brief-package-open =
    { $count ->
        [one] { $count } decisión está en silencio hasta el { $until }.
       *[other] { $count } decisiones están en silencio hasta el { $until }.
    }
brief-package-nothing = Ahora no puede someterse a silencio ninguna decisión.
