letter-title = Respuesta a las observaciones de { $state }
letter-proposal = Propuesta
letter-reference = Referencia
letter-published = Publicación
letter-state-of-record = Estado del registro
letter-state-of-record-value = { $instant } UTC, posición { $position } del registro
letter-thanks = Los miembros agradecen a { $state } sus observaciones sobre «{ $title }». Cada observación fue examinada conjuntamente por todos los miembros. En la presente carta se indica, para cada una de ellas, qué decidieron los miembros y por qué, y cuál fue el resultado en el texto.
letter-count =
    { $count ->
        [one] La carta responde a { $count } observación.
       *[other] La carta responde a { $count } observaciones.
    }
letter-pending =
    { $count ->
        [one] { $count } observación de { $state } aún no tiene respuesta publicada. Figura al final.
       *[other] { $count } observaciones de { $state } aún no tienen respuesta publicada. Figuran al final.
    }
letter-pending-heading = Observaciones sin respuesta publicada
letter-comment = Observación { $number }, sobre el párrafo { $paragraph }
letter-comment-general = Observación { $number }, de carácter general
letter-your-comment = Observación
letter-your-wording = Redacción propuesta
letter-your-explanation = Explicación
letter-disposition = Decisión
letter-response = Respuesta
letter-agreed-wording = Redacción adoptada
letter-no-common-view = Los miembros no llegaron a una posición común sobre esta observación. El texto no se modifica a este respecto.
letter-together = Esta observación fue respondida junto con otras.
letter-text-heading = Resultado en el texto
letter-before = Antes ({ $revision })
letter-after = Ahora ({ $revision })
letter-unchanged = El párrafo no se ha modificado.
letter-deleted = El párrafo ya no forma parte del texto ({ $revision }).
letter-not-yet-circulated = Desde esta observación no se ha distribuido ninguna revisión del texto.
letter-your-answer = Contestación de { $state }
letter-answer-satisfied = Conforme con la respuesta.
letter-answer-objects = Objeta la respuesta.
letter-suggestion = Sugerencia
letter-how-heading = Cómo contestar
letter-how = El punto focal de { $state } puede manifestar, respecto de cada observación, que { $state } está conforme con la respuesta, o bien objetarla con una justificación y una sugerencia (operación «answer_disposition», o por conducto del operador de este registro). La objeción se imprime junto a la decisión y en el acta. No reabre por sí misma el texto.
letter-original-prevails = Las observaciones y las respuestas figuran en el idioma en que fueron escritas; prevalece el original.
