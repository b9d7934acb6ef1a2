"""What was promised against what is needed: findings and gaps of an alliance, area by area."""

from techpact.assessment.assess import Assessment, assess

__all__ = ["Assessment", "assess"]
