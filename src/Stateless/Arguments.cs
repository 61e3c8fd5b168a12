namespace Stateless;

/// <summary>The arguments of a parameterised trigger travel as an array; this gives them their types back.</summary>
internal static class Arguments
{
    /// <remarks>Without any arguments every parameter has its default, so that a guard can be asked before there are any.</remarks>
    public static T Unpack<T>(object?[] args, int index) =>
        args.Length == 0 ? default! : (T)Unpack(args, typeof(T), index)!;

    public static void Validate(object?[] args, IReadOnlyList<Type> expected)
    {
        if (args.Length > expected.Count)
        {
            throw new ArgumentException(
                $"Too many parameters have been supplied. Expecting {expected.Count} but got {args.Length}.", nameof(args));
        }

        if (args.Length == 0)
        {
            return;
        }

        for (var index = 0; index < expected.Count; index++)
        {
            Unpack(args, expected[index], index);
        }
    }

    private static object? Unpack(object?[] args, Type expected, int index)
    {
        if (index >= args.Length)
        {
            throw new ArgumentException($"An argument of type {expected} is required in position {index}.", nameof(args));
        }

        if (args[index] is { } value && !expected.IsInstanceOfType(value))
        {
            throw new ArgumentException(
                $"The argument in position {index} is of type {value.GetType()} but must be of type {expected}.", nameof(args));
        }

        return args[index];
    }
}
