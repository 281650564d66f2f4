package dev.penstock.testkit.engine;

import org.junit.jupiter.api.Nested;

/**
 * What every engine promises, by theme. Extend it in the engine's module and say how its engines
 * are opened; add no cases there.
 */
public abstract class EngineContract implements EngineSource {
  @Nested
  class Submitting extends SubmitContract {
    Submitting() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Claiming extends ClaimContract {
    Claiming() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Committing extends CommitContract {
    Committing() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Barriers extends BarrierContract {
    Barriers() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Grouping extends GroupContract {
    Grouping() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Retrying extends RetryContract {
    Retrying() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Leasing extends LeaseContract {
    Leasing() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Replaying extends ReplayContract {
    Replaying() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Cancelling extends CancelContract {
    Cancelling() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Reading extends ReadContract {
    Reading() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Coalescing extends CoalesceContract {
    Coalescing() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Lanes extends LaneContract {
    Lanes() {
      super(EngineContract.this);
    }
  }

  @Nested
  class FollowingUp extends FollowUpContract {
    FollowingUp() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Gating extends GateContract {
    Gating() {
      super(EngineContract.this);
    }
  }

  @Nested
  class TakingTurns extends FairnessContract {
    TakingTurns() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Versioning extends VersionContract {
    Versioning() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Tolerating extends ToleranceContract {
    Tolerating() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Cutting extends SplitContract {
    Cutting() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Limiting extends LimitContract {
    Limiting() {
      super(EngineContract.this);
    }
  }

  @Nested
  class DeadLettering extends DeadLetterContract {
    DeadLettering() {
      super(EngineContract.this);
    }
  }

  @Nested
  class ThreadsOfOthers extends ThreadsContract {
    ThreadsOfOthers() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Writing extends TextContract {
    Writing() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Linear extends LinearContract {
    Linear() {
      super(EngineContract.this);
    }
  }

  @Nested
  class Modelling extends ModelContract {
    Modelling() {
      super(EngineContract.this);
    }
  }
}
