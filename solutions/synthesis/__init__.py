"""Gradient synthesis: from a network that does not learn to the treatment its symptoms call for.

Theory of operation. The other topics each hold one remedy; this one decides. Four steps, each a
function of plain data, so that every one can be read, tested and argued with on its own:

    model, batch ----> signs --------> findings ------> treatments ----> design ----> model
              vital_signs  find_symptoms       prescribe          treat      build_network
              |------- diagnose -------|                |--- build_robust_network ---|

*Signs* are measured: kernel gradient norms (backwards), signal strength, saturated and dead shares
(forwards), losses (over time). *Findings* compare them with one documented table of thresholds.
*Treatments* come from a second table, one row for each aspect of a design; a row applies if one of
its findings is present, and says which. A *design* is a dict of plain values, so a treatment is one
entry of it replaced.

Nothing is prescribed that no finding asks for: a healthy network gets an empty prescription. The
tables are rules of thumb in the order "weights and activations first, then architecture, then the
optimizer". That they work is not assumed: ``study.py`` trains before, after, and with each
treatment left out.

What is not in the table: a11 and a12 search, for a design and for a start, and take many trainings
where a patient has one; a13 is another architecture, chosen for the data and not for a symptom; a14
treats overfitting, of which these signs know nothing, since it shows on data that are not trained
on, while every gradient is in good health.

Networks are built from Keras' own layers, initializers and clipping: the topics a04 to a10 wrote
and proved the same things by hand.

``signs.py``         signal strength, saturated and dead shares of one layer's activations
``diagnosis.py``     ``vital_signs`` of a model, ``find_symptoms``, ``diagnose``
``prescription.py``  the table of treatments, ``prescribe``, ``treat``
``design.py``        the design, and the network built from it
``study.py``         patients, examined, trained, treated and trained again
``demo.py``          the demonstration: before and after, and what each treatment is worth
"""

from solutions.synthesis.design import (
    build_network,
    build_robust_network,
    check_design,
    kernel_initializer,
    make_optimizer,
)
from solutions.synthesis.diagnosis import diagnose, find_symptoms, hidden_layers, vital_signs
from solutions.synthesis.prescription import prescribe, treat, treatment_table
from solutions.synthesis.signs import dead_share, saturated_share, signal_strength

__all__ = [
    "build_network",
    "build_robust_network",
    "check_design",
    "dead_share",
    "diagnose",
    "find_symptoms",
    "hidden_layers",
    "kernel_initializer",
    "make_optimizer",
    "prescribe",
    "saturated_share",
    "signal_strength",
    "treat",
    "treatment_table",
    "vital_signs",
]
