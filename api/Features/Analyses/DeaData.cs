namespace Benchlearning.Api.Features.Analyses;

/// <summary>A unit whose efficiency is measured.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Inputs">What it uses, one number per input in the units of the data; null or NaN is missing.</param>
/// <param name="Outputs">What it makes, one number per output in the units of the data; null or NaN is missing.</param>
internal sealed record DeaUnit(string Unit, IReadOnlyList<double?> Inputs, IReadOnlyList<double?> Outputs);

/// <summary>Why data envelopment analysis refuses data.</summary>
internal enum DeaFaultKind
{
    /// <summary>There is no input, or no output.</summary>
    NoVariable,

    /// <summary>An identifier occurs twice.</summary>
    UnitTwice,

    /// <summary>The unit has not one number for each input and each output.</summary>
    WrongLength,

    /// <summary>A number is negative: a radial score has no meaning for it.</summary>
    NegativeValue,

    /// <summary>The variable is zero for every unit: it says nothing.</summary>
    VariableAllZero,

    /// <summary>Every input of the unit is zero: there is nothing to make less of.</summary>
    InputsAllZero,

    /// <summary>Every output of the unit is zero: there is nothing to make more of.</summary>
    OutputsAllZero,
}

/// <summary>A reason to refuse.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Unit">The unit at fault, where there is one.</param>
/// <param name="Variable">The variable at fault, counted from 0, inputs first, then outputs; null where there is none.</param>
internal sealed record DeaFault(DeaFaultKind Kind, string? Unit = null, int? Variable = null);

/// <summary>
/// Inputs and outputs of the units that have them all, ready for the methods that compare with a frontier. Immutable, safe to
/// share between threads.
/// </summary>
internal sealed class DeaData
{
    private readonly double[] _values; // unit by unit, inputs first

    private DeaData(string[] units, double[] values, int inputs, int outputs, IReadOnlyList<Exclusion> excluded)
    {
        Units = units;
        _values = values;
        Inputs = inputs;
        Outputs = outputs;
        Excluded = excluded;
    }

    /// <summary>The identifiers of the units that take part, in the order given.</summary>
    public IReadOnlyList<string> Units { get; }

    /// <summary>How many inputs: m.</summary>
    public int Inputs { get; }

    /// <summary>How many outputs: s.</summary>
    public int Outputs { get; }

    /// <summary>How many units: n.</summary>
    public int Count => Units.Count;

    /// <summary>The units left out because they lack a number, one entry for each.</summary>
    public IReadOnlyList<Exclusion> Excluded { get; }

    /// <summary>Whether there are fewer units than max(m s, 3 (m + s)), the rule of thumb of Cooper, Seiford and Tone (2007): then
    /// too many units look efficient for want of comparison.</summary>
    public bool HasTooFewUnits => Count < FewestUnits(Inputs, Outputs);

    /// <summary>The rule of thumb: max(m s, 3 (m + s)) units.</summary>
    public static int FewestUnits(int inputs, int outputs) => Math.Max(inputs * outputs, 3 * (inputs + outputs));

    /// <summary>Says everything that is wrong with data, without throwing; empty when they can be analysed.</summary>
    /// <param name="units">The units.</param>
    /// <param name="inputs">How many inputs each has.</param>
    /// <param name="outputs">How many outputs each has.</param>
    public static IReadOnlyList<DeaFault> Check(IReadOnlyList<DeaUnit> units, int inputs, int outputs)
    {
        if (inputs < 1 || outputs < 1)
        {
            return [new DeaFault(DeaFaultKind.NoVariable)];
        }

        var faults = new List<DeaFault>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var isZero = new bool[inputs + outputs];
        isZero.AsSpan().Fill(true);
        var complete = 0;
        foreach (var unit in units)
        {
            if (!seen.Add(unit.Unit))
            {
                faults.Add(new DeaFault(DeaFaultKind.UnitTwice, unit.Unit));
            }

            if (unit.Inputs.Count != inputs || unit.Outputs.Count != outputs)
            {
                faults.Add(new DeaFault(DeaFaultKind.WrongLength, unit.Unit));
                continue;
            }

            if (Numbers(unit, null) is { } numbers)
            {
                complete++;
                CheckNumbers(unit.Unit, numbers, inputs, isZero, faults);
            }
        }

        for (var variable = 0; variable < isZero.Length && complete > 0; variable++)
        {
            if (isZero[variable])
            {
                faults.Add(new DeaFault(DeaFaultKind.VariableAllZero, null, variable));
            }
        }

        return faults;
    }

    /// <summary>Takes the units that have every number; the others are listed as excluded, never filled in.</summary>
    /// <param name="units">The units, in the order of the answer.</param>
    /// <param name="inputs">How many inputs each has, 1 or more.</param>
    /// <param name="outputs">How many outputs each has, 1 or more.</param>
    /// <exception cref="ArgumentException">The data have a fault that <see cref="Check"/> names, or a number is infinite.</exception>
    public static DeaData From(IReadOnlyList<DeaUnit> units, int inputs, int outputs)
    {
        if (Check(units, inputs, outputs) is [var fault, ..])
        {
            throw new ArgumentException(
                $"Data envelopment analysis refuses the data: {fault.Kind} {fault.Unit} {fault.Variable}.", nameof(units));
        }

        var excluded = new List<Exclusion>();
        var taken = new List<string>(units.Count);
        var values = new List<double>(units.Count * (inputs + outputs));
        foreach (var unit in units)
        {
            if (Numbers(unit, excluded) is { } numbers)
            {
                taken.Add(unit.Unit);
                values.AddRange(numbers);
            }
        }

        return new DeaData([.. taken], [.. values], inputs, outputs, excluded);
    }

    /// <summary>The numbers of a unit, inputs first, then outputs.</summary>
    public ReadOnlySpan<double> Of(int unit) => _values.AsSpan(unit * (Inputs + Outputs), Inputs + Outputs);

    /// <summary>The inputs of a unit.</summary>
    public ReadOnlySpan<double> InputsOf(int unit) => Of(unit)[..Inputs];

    /// <summary>The outputs of a unit.</summary>
    public ReadOnlySpan<double> OutputsOf(int unit) => Of(unit)[Inputs..];

    /// <summary>The same units with other numbers, as a bootstrap draws them.</summary>
    /// <param name="values">Unit by unit, inputs first; not copied.</param>
    internal DeaData With(double[] values) => new((string[])Units, values, Inputs, Outputs, Excluded);

    private static double[]? Numbers(DeaUnit unit, List<Exclusion>? excluded)
    {
        var numbers = new double[unit.Inputs.Count + unit.Outputs.Count];
        var isComplete = true;
        for (var i = 0; i < numbers.Length; i++)
        {
            var isInput = i < unit.Inputs.Count;
            if (!Presence.IsPresent(isInput ? unit.Inputs[i] : unit.Outputs[i - unit.Inputs.Count], out numbers[i]))
            {
                isComplete = false;
                var name = isInput ? $"input {i + 1}" : $"output {i - unit.Inputs.Count + 1}";
                excluded?.Add(new Exclusion(unit.Unit, ExclusionReason.VariableMissing, name));
            }
        }

        return isComplete ? numbers : null;
    }

    private static void CheckNumbers(string unit, double[] numbers, int inputs, bool[] isZero, List<DeaFault> faults)
    {
        for (var variable = 0; variable < numbers.Length; variable++)
        {
            isZero[variable] &= numbers[variable] == 0;
            if (numbers[variable] < 0)
            {
                faults.Add(new DeaFault(DeaFaultKind.NegativeValue, unit, variable));
            }
        }

        if (numbers.AsSpan(0, inputs).IndexOfAnyExcept(0.0) < 0)
        {
            faults.Add(new DeaFault(DeaFaultKind.InputsAllZero, unit));
        }

        if (numbers.AsSpan(inputs).IndexOfAnyExcept(0.0) < 0)
        {
            faults.Add(new DeaFault(DeaFaultKind.OutputsAllZero, unit));
        }
    }
}
