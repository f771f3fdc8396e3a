namespace Events.Domain.Vocabularies;

/// <summary>Goods that sanctions and events concern.</summary>
public static class Commodities
{
    public static readonly Vocabulary Vocabulary = Vocabulary.Extendable("commodities", "Commodities",
        "Goods that are traded, restricted or licensed, with their heading or chapter in the Harmonized System (HS) of the World Customs Organization.",
        Good("potash", "Potash", "Potassic fertilisers, mostly potassium chloride.", hs: "3104"),
        Good("nitrogen-fertilisers", "Nitrogen fertilisers", "Urea, ammonium nitrate and other nitrogenous fertilisers.", hs: "3102"),
        Good("phosphate-fertilisers", "Phosphate fertilisers", "Superphosphates and other phosphatic fertilisers.", hs: "3103"),
        Good("crude-oil", "Crude oil", "Petroleum as it is pumped.", hs: "2709"),
        Good("oil-products", "Oil products", "Petrol, diesel and other refined petroleum.", hs: "2710"),
        Good("natural-gas", "Natural gas", "Natural gas and other gaseous hydrocarbons, liquefied or not.", hs: "2711"),
        Good("coal", "Coal", "Coal and briquettes made from it.", hs: "2701"),
        Good("electricity", "Electricity", "Electrical energy.", hs: "2716"),
        Good("uranium", "Uranium", "Radioactive elements and isotopes and their compounds, uranium above all.", hs: "2844"),
        Good("gold", "Gold", "Gold, unwrought, semi-manufactured or as powder.", hs: "7108"),
        Good("diamonds", "Diamonds", "Diamonds, worked or not, but not set.", hs: "7102"),
        Good("platinum", "Platinum metals", "Platinum, palladium and their like, unwrought or semi-manufactured.", hs: "7110"),
        Good("iron-steel", "Iron and steel", "Iron and steel, from pig iron to sheet and wire.", hs: "72"),
        Good("aluminium", "Aluminium", "Unwrought aluminium.", hs: "7601"),
        Good("copper", "Copper", "Refined copper and copper alloys, unwrought.", hs: "7403"),
        Good("nickel", "Nickel", "Unwrought nickel.", hs: "7502"),
        Good("titanium", "Titanium", "Titanium and articles made of it.", hs: "8108"),
        Good("rare-earths", "Rare earths", "Compounds of rare-earth metals, of yttrium or of scandium.", hs: "2846"),
        Good("wood", "Wood", "Wood and articles made of it.", hs: "44"),
        Good("wheat", "Wheat", "Wheat and meslin.", hs: "1001"),
        Good("maize", "Maize", "Maize, also called corn.", hs: "1005"),
        Good("sugar", "Sugar", "Cane or beet sugar.", hs: "1701"),
        Good("cotton", "Cotton", "Cotton, not carded or combed.", hs: "5201"),
        Good("tobacco", "Tobacco", "Tobacco and its products.", hs: "24"),
        Good("semiconductors", "Semiconductors", "Electronic integrated circuits.", hs: "8542"),
        Good("aircraft", "Aircraft", "Powered aircraft and spacecraft.", hs: "8802"),
        Good("arms", "Arms", "Arms and ammunition.", hs: "93"));

    private static VocabularyTerm Good(string code, string label, string definition, string hs) =>
        new VocabularyTerm(code, label, definition).Mapped("hs", hs);
}
