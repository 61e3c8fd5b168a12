namespace Stateless;

/// <summary>What happens to a trigger fired while another one is being handled.</summary>
public enum FiringMode
{
    /// <summary>It is handled at once, in the middle of the other; nothing runs to completion first.</summary>
    Immediate,

    /// <summary>It waits until the other has run to completion.</summary>
    Queued,
}
