# Lo que dicen la participación y el calendario.

participation-sealed =
    { $count ->
        [one] Las aportaciones están selladas: { $count } Estado ha presentado las suyas.
       *[other] Las aportaciones están selladas: { $count } Estados han presentado las suyas.
    }
participation-counts = De { $invited } Estados invitados, { $lodged } presentaron observaciones, { $no_objection } declararon no tener objeciones, { $aligned } se sumaron a otros, por { $through_group } habló su grupo, { $acknowledged } acusaron recibo de la invitación y { $silent } guardan silencio o no se les puede atribuir nada.
participation-left =
    { $count ->
        [0] Queda menos de un día.
        [one] Queda { $count } día.
       *[other] Quedan { $count } días.
    }
participation-nobody = Nadie se ha pronunciado sobre ningún párrafo, hasta donde usted puede saber.
participation-unheard = Nadie de { $area } ({ $invited } invitados) se ha pronunciado sobre ningún párrafo, hasta donde usted puede saber.
participation-unheard-on =
    { $count ->
        [one] Nadie de { $area } ({ $invited } invitados) se ha pronunciado sobre el párrafo { $paragraphs }, hasta donde usted puede saber.
       *[other] Nadie de { $area } ({ $invited } invitados) se ha pronunciado sobre los párrafos { $paragraphs }, hasta donde usted puede saber.
    }
participation-more = y { $count } más

calendar-comment = Las observaciones formuladas hasta el { $at } pueden responderse con las demás.
calendar-dispose = Las decisiones sometidas a silencio hasta el { $at } se publican antes de que el texto pase a silencio.
calendar-circulate = Una revisión distribuida hasta el { $at } aún puede someterse a silencio antes de: { $event }.
calendar-open-silence = El silencio abierto hasta el { $at } termina antes de: { $event }.
calendar-consultation-closes = La consulta se cierra el { $at }.
calendar-cut-off = A partir del { $at }, lo que siga en discrepancia se publica sin posición común.
calendar-package-ends = El silencio sobre un conjunto de decisiones termina el { $at }.
calendar-silence-ends = El silencio sobre el texto termina el { $at }.
calendar-key-event = { $event } comienza el { $at }.
calendar-short-notice = Ya es tarde para los plazos ordinarios; con los más breves hay tiempo hasta el { $latest }.
calendar-too-late = Ya es tarde para eso.
calendar-still-close-early = La consulta puede cerrarse antes, con 48 horas de aviso.
calendar-still-short-package = Las decisiones pueden someterse a silencio durante 24 horas en lugar de 72.
calendar-still-urgency = La presidencia puede declarar la urgencia: 24 horas de silencio en lugar de 72.
calendar-still-cut-off = Puede fijarse una fecha límite: desde entonces quien calla se suma, y lo que discrepa queda sin posición común.
calendar-still-defer = Pueden dejarse observaciones pendientes, cada una con su motivo.
calendar-still-note-late = Las observaciones que lleguen ahora se marcan como tardías y se toma nota de ellas.
calendar-still-after-key-event = El silencio solo puede terminar después de que comience { $event }, o el texto puede destinarse a otro evento.
